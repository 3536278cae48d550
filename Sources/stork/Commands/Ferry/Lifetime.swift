import ArgumentParser
import ScriptText

/// How long a message is of use: a time with its unit on the command line.
struct Lifetime: ExpressibleByArgument, Equatable {
    var duration: Duration

    init?(argument: String) {
        guard let quantity = try? Quantity(argument), quantity.dimension == .time, let time = quantity.duration,
            time > .zero
        else { return nil }
        duration = time
    }

    /// A day.
    static let day = Lifetime(duration: .seconds(86_400))

    private init(duration: Duration) { self.duration = duration }

    var defaultValueDescription: String { "24 h" }
}
