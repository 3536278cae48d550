import Cockpit
import DroneModel
import DroneProtocol

extension CommandVocabulary {
    /// The light patterns, animations and flips of the drone's own tables, for the cockpit's command line.
    static let ofTheDrone = CommandVocabulary(
        lights: LEDAnimation.allCases.map { Light(name: $0.name, number: $0.rawValue) },
        animations: FlightAnimation.allCases.filter { !$0.isFlip }.map { animation($0, named: $0.name) },
        flips: [
            animation(.flipLeft, named: "left"), animation(.flipRight, named: "right"),
            animation(.flipAhead, named: "ahead"), animation(.flipBehind, named: "behind"),
        ])

    private static func animation(_ animation: FlightAnimation, named name: String) -> Animation {
        Animation(
            name: name, number: animation.rawValue, milliseconds: Int(animation.defaultDuration / .milliseconds(1)))
    }
}
