import BundleProtocol

/// Beacons and frames: what is read is written so that it is read again; a stream gives the same however it is cut.
enum BeaconFuzzing {
    static func run(_ bytes: [UInt8]) throws(Finding) {
        if let beacon = try? Beacon(decoding: bytes) {
            let again = try? Beacon(decoding: beacon.encoded)
            try Finding.unless(again == beacon, "a beacon is not written as it was read")
        }
        for framing in [StreamFraming.mtcp, .stcp] {
            let whole = frames(framing, bytes, cut: max(1, bytes.count))
            let pieces = frames(framing, bytes, cut: 3)
            try Finding.unless(
                whole.frames == pieces.frames && whole.error == pieces.error, "a cut stream reads otherwise")
        }
    }

    private static func frames(
        _ framing: StreamFraming, _ bytes: [UInt8], cut: Int
    ) -> (frames: [FrameReader.Frame], error: FramingError?) {
        var reader = FrameReader(framing, limit: 1 << 16)
        var frames: [FrameReader.Frame] = []
        do throws(FramingError) {
            for start in stride(from: 0, to: bytes.count, by: cut) {
                reader.append(Array(bytes[start..<min(bytes.count, start + cut)]))
                while let frame = try reader.next() { frames.append(frame) }
            }
            return (frames, nil)
        } catch { return (frames, error) }
    }
}
