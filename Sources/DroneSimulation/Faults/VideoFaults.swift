/// What is wrong with the video just now.
struct VideoFaults: Equatable, Sendable {
    /// Which share of the pictures is cut off in the middle, 0–1.
    var cutShare = 0.0
    /// Which share of the bytes is missing, 0–1.
    var lossShare = 0.0
    /// Whether nothing moves on the link.
    var isStalled = false

    /// Damages a picture on its way; the same generator damages the same pictures in the same way.
    func apply(to bytes: inout [UInt8], generator: inout SeededGenerator) {
        if cutShare > 0, generator.uniform() < cutShare, bytes.count > 1 {
            let kept = 1 + Int(generator.uniform() * Double(bytes.count - 1))
            bytes.removeLast(bytes.count - min(kept, bytes.count - 1))
        }
        guard lossShare > 0 else { return }
        if lossShare >= 1 { return bytes = [] }
        // From one lost byte to the next: geometrically distributed, so that each is lost by itself.
        let scale = naturalLogarithm(1 - lossShare)
        var kept: [UInt8] = []
        kept.reserveCapacity(bytes.count)
        var start = 0
        while start < bytes.count {
            let gap = naturalLogarithm(1 - generator.uniform()) / scale
            let end = gap < Double(bytes.count - start) ? start + Int(gap) : bytes.count
            kept += bytes[start..<end]
            start = end + 1
        }
        bytes = kept
    }
}
