import DroneModel
import DroneProtocol

/// Counts the bytes of TCP streams, and reads the firmware's version where the drone wrote its configuration.
struct StreamInspector {
    /// The drone's port for its configuration.
    private static let controlPort: UInt16 = 5559
    /// How many ports are told apart.
    private static let capacity = 64

    /// The firmware, from the last dump that named it.
    private(set) var firmware: FirmwareVersion?

    private var ports: [UInt16: StreamSummary] = [:]
    private var dump = ConfigurationDumpDecoder()

    /// By ascending port.
    var summaries: [StreamSummary] { ports.values.sorted { $0.port < $1.port } }

    /// Takes what became known of streams.
    mutating func receive(_ events: [TCPStreamEvent]) {
        for event in events {
            let port = min(event.flow.source.port, event.flow.destination.port)
            let isFromPort = event.flow.source.port == port
            guard ports[port] != nil || ports.count < Self.capacity else { continue }
            var summary = ports[port] ?? StreamSummary(port: port)
            let isControl = isFromPort && port == Self.controlPort
            switch event.content {
            case .opened:
                summary.streams += 1
                if isControl { dump.reset() }
            case .data(let bytes, _):
                if isFromPort { summary.bytesFromPort += bytes.count } else { summary.bytesToPort += bytes.count }
                if isControl { read(bytes) }
            case .gap(let count):
                summary.missingBytes += count
                if isControl { dump.reset() }
            case .closed: break
            }
            ports[port] = summary
        }
    }

    private mutating func read(_ bytes: [UInt8]) {
        for case .entry(.firmware, let value) in dump.consume(bytes) {
            firmware = FirmwareVersion(value) ?? firmware
        }
    }
}
