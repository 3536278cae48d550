import DroneModel
import DroneProtocol

/// What the drone writes to TCP 5559: configuration dumps and the list of sets, late and in pieces.
struct ControlPort: Equatable, Sendable {
    /// Connections that are open, in the order in which they were opened.
    private(set) var connections: [ControlConnection] = []
    private var pieces: [Piece] = []

    private struct Piece: Equatable, Sendable {
        var time: Duration
        var bytes: [UInt8]
        var connection: ControlConnection
    }

    /// What one write of the drone holds: one TCP segment of its Wi-Fi.
    static let pieceLength = 1024
    /// Time between two writes: five pieces then take the reported 0.15 s, the first delay included.
    static let pieceInterval: Duration = .milliseconds(25)
    /// How many dumps may wait to be written; what is asked for beyond that is not answered.
    static let backlog = 64

    mutating func open(_ connection: ControlConnection) {
        close(connection)
        connections.append(connection)
    }

    mutating func close(_ connection: ControlConnection) {
        connections.removeAll { $0 == connection }
        pieces.removeAll { $0.connection == connection }
    }

    /// Begins to write `bytes` to the newest connection; without one nothing is written.
    mutating func write(_ bytes: [UInt8], at time: Duration) {
        guard let connection = connections.last, pieces.count < Self.backlog else { return }
        var due = max(time, pieces.last?.time ?? time)
        for start in stride(from: 0, to: bytes.count, by: Self.pieceLength) {
            due += Self.pieceInterval
            let end = min(start + Self.pieceLength, bytes.count)
            pieces.append(Piece(time: due, bytes: Array(bytes[start..<end]), connection: connection))
        }
    }

    /// The next piece that is due by `time`.
    mutating func nextPiece(by time: Duration) -> (connection: ControlConnection, bytes: [UInt8])? {
        guard let first = pieces.first, first.time <= time else { return nil }
        pieces.removeFirst()
        return (first.connection, first.bytes)
    }

    /// Closes everything, as a restart does; returns what was open.
    mutating func closeAll() -> [ControlConnection] {
        defer { self = ControlPort() }
        return connections
    }
}

/// One TCP connection to the control port, named by whoever accepted it.
public struct ControlConnection: Hashable, Sendable {
    /// Different for every connection.
    public var id: UInt64

    /// A connection.
    public init(id: UInt64) { self.id = id }
}
