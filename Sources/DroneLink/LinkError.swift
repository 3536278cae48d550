/// Why a link cannot be opened.
public enum LinkError: Error, Equatable, Sendable {
    /// The host's name or address means nothing here.
    case unknownHost(String, reason: String)
    /// No socket of our own could be opened.
    case noSocket(reason: String)
}

extension LinkError: CustomStringConvertible {
    /// What, where, and what to do.
    public var description: String {
        switch self {
        case .unknownHost(let host, let reason):
            "no address for “\(host)” (\(reason)); give the drone's address, usually 192.168.1.1"
        case .noSocket(let reason):
            "no socket could be opened (\(reason)); close other programs or raise the open-files limit"
        }
    }
}
