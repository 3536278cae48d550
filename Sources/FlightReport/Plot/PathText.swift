/// The `d` of a path, in tenths of a pixel: absolute where a run starts, relative within it.
struct PathText {
    private var bytes: [UInt8] = []
    private var last: (x: Int, y: Int)?
    /// Whether the current run has only its first point, which then needs a stroke of no length to be seen.
    private var isLone = false

    mutating func add(x: Int, y: Int, startsRun: Bool) {
        guard let last, !startsRun else {
            closeRun()
            bytes += Array("M\(Self.tenths(x)) \(Self.tenths(y))".utf8)
            last = (x, y)
            isLone = true
            return
        }
        if last == (x, y) { return }
        bytes += Array("l\(Self.tenths(x - last.x)) \(Self.tenths(y - last.y))".utf8)
        self.last = (x, y)
        isLone = false
    }

    consuming func finish() -> String {
        closeRun()
        return String(decoding: bytes, as: UTF8.self)
    }

    private mutating func closeRun() {
        if isLone { bytes += Array("h0".utf8) }
        isLone = false
    }

    static func tenths(_ value: Int) -> String {
        let magnitude = value.magnitude
        let sign = value < 0 ? "-" : ""
        return magnitude % 10 == 0 ? "\(sign)\(magnitude / 10)" : "\(sign)\(magnitude / 10).\(magnitude % 10)"
    }
}
