import WebExchange

/// Keeps other sites' pages from reading or posting here through somebody's browser.
///
/// A form is taken with the secret of this run, which other sites cannot read. A site whose name was made to lead here
/// (DNS rebinding) could: therefore only names are answered that nobody can make lead elsewhere first, which are
/// addresses, the machine's own names, and names without a dot or under `.local`.
struct FormGuard: Sendable {
    /// What forms carry.
    let token: String
    private let hostNames: Set<String>

    init(secret: String, hostNames: [String]) {
        token = secret
        self.hostNames = Set(hostNames.map { $0.lowercased() })
    }

    /// Whether a form is of this node; as quick for a wrong secret as for a right one.
    func accepts(_ offered: String) -> Bool {
        let (own, other) = (Array(token.utf8), Array(offered.utf8))
        guard own.count == other.count, !own.isEmpty else { return false }
        return zip(own, other).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    /// Why a request is not answered; nil when it is.
    func refusal(of request: WebRequest) -> WebResponse? {
        guard let host = request.headers["host"], isOurs(Self.name(of: host)) else {
            return .text("this machine is not known here by that name: use its address", status: 421)
        }
        if request.method == "POST", let origin = request.headers["origin"], origin != "http://\(host)" {
            return .text("the form is of another site", status: 403)
        }
        return nil
    }

    private func isOurs(_ name: String) -> Bool {
        if name.isEmpty { return false }
        if name.hasPrefix("[") { return name.hasSuffix("]") && name.dropFirst().dropLast().allSatisfy(Self.isOfIPv6) }
        if hostNames.contains(name) || !name.contains(".") || name.hasSuffix(".local") { return true }
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.allSatisfy { UInt8($0) != nil && $0.allSatisfy(\.isNumber) }
    }

    private static func isOfIPv6(_ character: Character) -> Bool {
        character.isHexDigit || character == ":" || character == "."
    }

    /// The name in front of a port, in small letters.
    private static func name(of host: String) -> String {
        if host.hasPrefix("["), let end = host.firstIndex(of: "]") { return String(host[...end]) }
        return host.prefix { $0 != ":" }.lowercased()
    }
}
