/// An address of the Internet protocol, version 4 or 6.
public enum IPAddress: Hashable, Sendable {
    /// Four bytes as one number, the first byte in the highest place.
    case v4(UInt32)
    /// Sixteen bytes as two numbers, the first byte in the highest place of `high`.
    case v6(high: UInt64, low: UInt64)

    /// The address `first.second.third.fourth`; the drone's own network is 192.168.1.x.
    public static func v4(_ first: UInt8, _ second: UInt8, _ third: UInt8, _ fourth: UInt8) -> IPAddress {
        .v4(UInt32(first) << 24 | UInt32(second) << 16 | UInt32(third) << 8 | UInt32(fourth))
    }
}

extension IPAddress: CustomStringConvertible {
    /// Dotted decimal for version 4, the canonical text of RFC 5952 for version 6.
    public var description: String {
        switch self {
        case .v4(let value):
            return [24, 16, 8, 0].map { String(value >> $0 & 0xFF) }.joined(separator: ".")
        case .v6(let high, let low):
            let groups = [high, low].flatMap { half in
                [48, 32, 16, 0].map { UInt16(truncatingIfNeeded: half >> $0) }
            }
            return Self.text(of: groups)
        }
    }

    /// RFC 5952, section 4: lower-case hexadecimal, the first longest run of two or more zero groups becomes `::`.
    private static func text(of groups: [UInt16]) -> String {
        var longest = 0..<0
        var start = 0
        while start < groups.count {
            let end = groups[start...].firstIndex { $0 != 0 } ?? groups.count
            if end - start > max(1, longest.count) { longest = start..<end }
            start = max(end, start + 1)
        }
        func text(_ part: ArraySlice<UInt16>) -> String {
            part.map { String($0, radix: 16) }.joined(separator: ":")
        }
        if longest.isEmpty { return text(groups[...]) }
        return text(groups[..<longest.lowerBound]) + "::" + text(groups[longest.upperBound...])
    }
}

/// One side of a conversation.
public struct Endpoint: Hashable, Sendable, CustomStringConvertible {
    /// The host.
    public var address: IPAddress
    /// The UDP or TCP port.
    public var port: UInt16

    /// The port `port` of the host `address`.
    public init(_ address: IPAddress, port: UInt16) {
        self.address = address
        self.port = port
    }

    /// `192.168.1.1:5554`, or `[fe80::1]:5554`.
    public var description: String {
        switch address {
        case .v4: "\(address):\(port)"
        case .v6: "[\(address)]:\(port)"
        }
    }
}

/// One direction of a conversation: who sends to whom.
public struct Flow: Hashable, Sendable, CustomStringConvertible {
    /// Who sends.
    public var source: Endpoint
    /// Who receives.
    public var destination: Endpoint

    /// The direction from `source` to `destination`.
    public init(from source: Endpoint, to destination: Endpoint) {
        self.source = source
        self.destination = destination
    }

    /// The other direction.
    public var reversed: Flow { Flow(from: destination, to: source) }

    /// `192.168.1.1:5555 → 192.168.1.2:40000`.
    public var description: String { "\(source) → \(destination)" }
}
