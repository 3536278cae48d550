/// Why an AT command cannot be sent. The fault is ours.
public enum CommandError: Error, Equatable, Sendable {
    /// Text that would break the command: a quote, a control character or something outside ASCII.
    case unsendableText(command: String, text: String)
    /// More than the drone reads from one datagram.
    case tooLong(command: String, bytes: Int)
    /// `CONFIG_IDS` without its `CONFIG` behind it.
    case lonelyConfigIDs
}

extension CommandError: CustomStringConvertible {
    /// What, where, and what to do.
    public var description: String {
        switch self {
        case .unsendableText(let command, let text):
            "\(command): “\(text)” cannot be sent; use plain ASCII without quotes and line breaks"
        case .tooLong(let command, let bytes):
            "\(command) takes \(bytes) bytes; the drone reads at most \(ATDatagram.capacity) per datagram"
        case .lonelyConfigIDs:
            "CONFIG_IDS needs its CONFIG behind it in the same datagram"
        }
    }
}

/// Why a command in a datagram was not understood. The fault is the sender's.
public enum ATParseError: Error, Equatable, Sendable {
    /// Does not begin with `AT*`.
    case missingPrefix(offset: Int)
    /// The name is empty, too long or has other characters than letters, digits and `_`.
    case badName(offset: Int)
    /// The sequence number is missing or no number.
    case badSequence(offset: Int)
    /// An argument is neither a 32-bit number nor text between quotes.
    case badArgument(offset: Int)
    /// The command does not have the number or kind of arguments that its name asks for.
    case wrongArguments(name: String)
    /// The datagram ends inside the command.
    case unterminated(offset: Int)
    /// The datagram is longer than the drone's buffer.
    case tooLong(bytes: Int)
}

extension ATParseError: CustomStringConvertible {
    /// What and where.
    public var description: String {
        switch self {
        case .missingPrefix(let offset): "byte \(offset): a command begins with AT*"
        case .badName(let offset): "byte \(offset): not a command name"
        case .badSequence(let offset): "byte \(offset): not a sequence number"
        case .badArgument(let offset): "byte \(offset): not an argument"
        case .wrongArguments(let name): "\(name): wrong number or kind of arguments"
        case .unterminated(let offset): "byte \(offset): the datagram ends inside the command"
        case .tooLong(let bytes): "\(bytes) bytes; a datagram has at most \(ATDatagram.capacity)"
        }
    }
}
