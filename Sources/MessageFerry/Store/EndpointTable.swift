import BundleProtocol

/// Numbers for endpoints, so that a million bundles between a few do not hold a million names.
struct EndpointTable {
    private(set) var endpoints: [UInt32: EndpointID] = [:]
    private var numbers: [EndpointID: UInt32] = [:]
    private var next: UInt32 = 1

    init(_ stored: [UInt32: [UInt8]] = [:], used: Set<UInt32> = []) {
        for (number, octets) in stored {
            next = max(next, number &+ 1)
            guard used.contains(number), let endpoint = try? EndpointID(decoding: octets) else { continue }
            endpoints[number] = endpoint
            numbers[endpoint] = number
        }
    }

    subscript(number: UInt32) -> EndpointID { endpoints[number] ?? .null }

    func number(of endpoint: EndpointID) -> UInt32? { numbers[endpoint] }

    /// The number, and whether it is new and to be stored.
    mutating func intern(_ endpoint: EndpointID) -> (number: UInt32, isNew: Bool) {
        if let known = numbers[endpoint] { return (known, false) }
        while endpoints[next] != nil { next &+= 1 }
        endpoints[next] = endpoint
        numbers[endpoint] = next
        defer { next &+= 1 }
        return (next, true)
    }
}
