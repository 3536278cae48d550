/// What goes into, and comes out of, one UDP datagram on port 5556.
public enum ATDatagram {
    /// The drone's command buffer, bytes (SDK 2.0.1).
    public static let capacity = 1024
}

/// Numbers AT commands: one counter for the whole port, 1 for the first command of a session.
public struct ATSequence: Equatable, Sendable {
    private var last: UInt32 = 0

    /// A counter whose next number is 1, which resets the drone's own counter.
    public init() {}

    /// The next number. After 4,294,967,295 commands (four years at 33 Hz) it starts anew.
    public mutating func next() -> UInt32 {
        last = last == .max ? 1 : last + 1
        return last
    }

    /// Starts anew with 1: after the drone reported a communication loss, or after it restarted.
    public mutating func restart() { last = 0 }
}

/// Collects numbered commands into datagrams of at most ``ATDatagram/capacity`` bytes.
public struct ATDatagramWriter: Sendable {
    private var bytes: [UInt8] = []
    private var finished: [[UInt8]] = []
    private var sequence: ATSequence

    /// A writer that continues `sequence`.
    public init(sequence: ATSequence) { self.sequence = sequence }

    /// Adds commands that must share a datagram; begins a new datagram where they do not fit.
    ///
    /// A ``ATCommand/configIDs(session:user:application:)`` is only accepted directly before its
    /// ``ATCommand/config(key:value:)``. On an error nothing is added and no number is used.
    public mutating func append(together commands: [ATCommand]) throws(CommandError) {
        var numbers = sequence
        var new: [UInt8] = []
        for (index, command) in commands.enumerated() {
            if case .configIDs = command {
                guard index + 1 < commands.count, case .config = commands[index + 1] else { throw .lonelyConfigIDs }
            }
            try command.encode(sequence: numbers.next(), into: &new)
        }
        guard new.count <= ATDatagram.capacity else {
            throw .tooLong(command: commands.first?.name ?? "", bytes: new.count)
        }
        if bytes.count + new.count > ATDatagram.capacity { flush() }
        bytes += new
        sequence = numbers
    }

    /// Adds one command; begins a new datagram where it does not fit.
    public mutating func append(_ command: ATCommand) throws(CommandError) { try append(together: [command]) }

    /// The datagrams in order and the counter to continue with; the writer is empty afterwards.
    public mutating func finish() -> (datagrams: [[UInt8]], sequence: ATSequence) {
        flush()
        defer { finished = [] }
        return (finished, sequence)
    }

    private mutating func flush() {
        if !bytes.isEmpty { finished.append(bytes) }
        bytes = []
    }
}
