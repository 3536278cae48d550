/// Writes rows of comma-separated values: RFC 4180 without quotes, because no field needs any; lines end with LF.
struct CSVRows: TelemetryFieldVisitor {
    /// What has been written.
    private(set) var text = TextBuffer()
    private var isFirst = true

    /// Forgets what was written.
    mutating func removeAll() { text.removeAll() }

    /// The names of the columns.
    mutating func header(of track: TelemetryTrack) {
        var names = CSVHeader()
        track.visit(&names, start: .zero)
        text.append(text: names.names.joined(separator: ","))
        text.append(UInt8(ascii: "\n"))
    }

    /// A row for the track's packet.
    mutating func row(of track: TelemetryTrack, start: Duration) {
        isFirst = true
        track.visit(&self, start: start)
        text.append(UInt8(ascii: "\n"))
    }

    @inline(__always)
    private mutating func separate() {
        if !isFirst { text.append(UInt8(ascii: ",")) }
        isFirst = false
    }

    @inline(__always)
    mutating func number(_ name: StaticString, _ value: Double?, decimals: Int) {
        separate()
        if let value { text.append(value, decimals: decimals) }
    }

    @inline(__always)
    mutating func integer(_ name: StaticString, _ value: Int64?) {
        separate()
        if let value { text.append(integer: value) }
    }

    @inline(__always)
    mutating func word(_ name: StaticString, _ value: String?) {
        separate()
        if let value { text.append(text: value) }
    }

    @inline(__always)
    mutating func flag(_ name: StaticString, _ value: Bool?) {
        separate()
        guard let value else { return }
        if value { text.append("true") } else { text.append("false") }
    }

    @inline(__always)
    mutating func time(_ name: StaticString, _ value: Duration?) {
        separate()
        if let value { text.append(seconds: value) }
    }

    @inline(__always)
    mutating func bits(_ name: StaticString, _ value: UInt32) {
        separate()
        text.append("0x")
        text.append(hexadecimal: value)
    }
}

/// Collects names.
private struct CSVHeader: TelemetryFieldVisitor {
    var names: [String] = []

    mutating func number(_ name: StaticString, _ value: Double?, decimals: Int) { names.append("\(name)") }
    mutating func integer(_ name: StaticString, _ value: Int64?) { names.append("\(name)") }
    mutating func word(_ name: StaticString, _ value: String?) { names.append("\(name)") }
    mutating func flag(_ name: StaticString, _ value: Bool?) { names.append("\(name)") }
    mutating func time(_ name: StaticString, _ value: Duration?) { names.append("\(name)") }
    mutating func bits(_ name: StaticString, _ value: UInt32) { names.append("\(name)") }
}

/// Writes a recording's navdata as comma-separated values, in memory or in a loop of one's own.
public struct NavdataTable {
    /// How many rows were written.
    public private(set) var rows = 0
    private var track: TelemetryTrack
    private var lines = CSVRows()

    /// A table of a drone that is a simulated one, a real one, or not known to be either.
    public init(simulated: Bool? = nil) {
        self.init(track: TelemetryTrack(simulated: simulated))
    }

    init(track: TelemetryTrack) {
        self.track = track
        lines.header(of: track)
    }

    /// A row for a datagram that came at `time`, since the recording began at `start`, since 1970.
    ///
    /// - Returns: False for one that is no navdata, and gives no row.
    @discardableResult
    public mutating func add(_ datagram: [UInt8], at time: Duration, start: Duration) -> Bool {
        guard track.receive(datagram, at: time) else { return false }
        rows += 1
        lines.row(of: track, start: start)
        return true
    }

    /// What has been written since the last call.
    public mutating func takeText() -> [UInt8] {
        let bytes = lines.text.bytes
        lines.removeAll()
        return bytes
    }
}
