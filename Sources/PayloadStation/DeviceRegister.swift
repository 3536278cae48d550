import PayloadIntake
public import WebExchange

/// Which phones may send, and how they prove it: every phone has a token, which comes in the address
/// (`/t/TOKEN/owntracks`), as `Authorization: Bearer`, or as the password of Basic or of uLogger.
public struct DeviceRegister: Equatable, Sendable {
    /// Tokens by the phone's name; empty where everybody may send.
    public var tokens: [String: String]

    /// A register; without tokens everybody may send.
    public init(tokens: [String: String] = [:]) { self.tokens = tokens }

    /// Whether everybody may send.
    public var isOpen: Bool { tokens.isEmpty }

    /// Who sent a request.
    public enum Sender: Equatable, Sendable {
        /// Everybody may send, and whoever it is says so itself.
        case anybody
        /// The phone of this name.
        case device(String)
        /// Nobody who may.
        case stranger
    }

    /// Who sent `request`; its path loses the token.
    public func sender(of request: inout WebRequest) -> Sender {
        var told: [String] = []
        let path = request.path
        if path.count >= 2, path[0] == "t" {
            told.append(path[1])
            let query = request.target.firstIndex(of: "?").map { String(request.target[$0...]) } ?? ""
            request.target = "/" + path.dropFirst(2).map { PercentText.encode($0) }.joined(separator: "/") + query
        }
        if isOpen { return .anybody }
        if let token = request.bearerToken { told.append(token) }
        if let credentials = IntakeHint.credentials(of: request) { told.append(credentials.password) }
        // All are compared, so that the time says nothing.
        var found: String?
        for (device, token) in tokens where told.contains(where: { Self.isSame($0, token) }) { found = device }
        return found.map { .device($0) } ?? .stranger
    }

    private static func isSame(_ one: String, _ two: String) -> Bool {
        let (left, right) = (Array(one.utf8), Array(two.utf8))
        guard left.count == right.count else { return false }
        return zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    /// A token nobody guesses: 80 bits in letters and digits that are not taken for each other.
    public static func newToken() -> String {
        let alphabet = Array("abcdefghjkmnpqrstuvwxyz23456789".utf8)
        var generator = SystemRandomNumberGenerator()
        let letters = (0..<16).compactMap { _ in alphabet.randomElement(using: &generator) }
        return String(decoding: letters, as: UTF8.self)
    }
}
