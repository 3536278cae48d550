/// A coded picture as an AR.Drone 2.0 sends it.
public struct EncodedPicture: Equatable, Sendable {
    /// The bytes: in H.264 Annex B with start codes of four bytes and the parameter sets in front of a key picture.
    public var payload: [UInt8]
    /// Whether it can be decoded without those before it.
    public var isKey: Bool
    /// Bytes of the sequence parameter set that the payload begins with; 0 without one.
    public var sequenceParametersSize = 0
    /// Bytes of the picture parameter set behind it; 0 without one.
    public var pictureParametersSize = 0

    /// A picture as it is.
    init(payload: [UInt8], isKey: Bool) {
        self.payload = payload
        self.isKey = isKey
    }

    /// An H.264 picture in the drone's form: supplementary information left out, long start codes throughout.
    init(annexB bytes: [UInt8], isKey: Bool) {
        var payload: [UInt8] = []
        payload.reserveCapacity(bytes.count + 16)
        var sizes = (sequence: 0, picture: 0)
        for unit in Self.units(of: bytes) {
            guard let head = bytes[unit].first else { continue }
            let kind = head & 0x1F
            // 6 is supplementary information: x264 introduces itself at length. 9 delimits pictures.
            if kind == 6 || kind == 9 { continue }
            payload += [0, 0, 0, 1]
            payload += bytes[unit]
            if kind == 7 { sizes.sequence = unit.count + 4 }
            if kind == 8 { sizes.picture = unit.count + 4 }
        }
        self.init(payload: payload, isKey: isKey)
        sequenceParametersSize = sizes.sequence
        pictureParametersSize = sizes.picture
    }

    /// The places of the units between start codes of three or four bytes.
    private static func units(of bytes: [UInt8]) -> [Range<Int>] {
        var starts: [(code: Int, unit: Int)] = []
        var index = 2
        while index < bytes.count {
            if bytes[index] == 1, bytes[index - 1] == 0, bytes[index - 2] == 0 {
                let isLong = index > 2 && bytes[index - 3] == 0
                starts.append((isLong ? index - 3 : index - 2, index + 1))
            }
            index += 1
        }
        let ends = starts.dropFirst().map(\.code) + [bytes.count]
        return zip(starts, ends).map { $0.unit..<max($0.unit, $1) }
    }
}
