/// The names of the drone's own animations and light patterns, which stand in its protocol.
public struct MissionVocabulary: Equatable, Sendable {
    /// Name, number and usual length in milliseconds.
    public var animations: [(name: String, number: Int, milliseconds: Int)]
    /// Name and number.
    public var lights: [(name: String, number: Int)]

    /// A vocabulary.
    public init(
        animations: [(name: String, number: Int, milliseconds: Int)] = [], lights: [(name: String, number: Int)] = []
    ) {
        self.animations = animations
        self.lights = lights
    }

    /// The same names for the same numbers.
    public static func == (left: Self, right: Self) -> Bool {
        left.animations.elementsEqual(right.animations, by: ==) && left.lights.elementsEqual(right.lights, by: ==)
    }
}
