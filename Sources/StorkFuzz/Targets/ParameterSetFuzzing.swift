import DroneProtocol

/// Whether decoding may begin with a frame: as a scan says that tries every place.
enum ParameterSetFuzzing {
    static func run(_ bytes: [UInt8]) throws(Finding) {
        for codec in [VideoCodec.h264, .mpeg4] {
            var header = PaVEHeader()
            header.format.codec = codec
            header.kind = .refresh
            let frame = PaVEFrame(header: header, payload: bytes)
            let expected = codec == .h264 ? isComplete(inH264: units(of: bytes)) : isComplete(inMPEG4: units(of: bytes))
            try Finding.unless(frame.beginsStream == expected, "\(codec) begins with \(bytes): not \(expected)")
        }
    }

    /// The bytes behind `00 00 01`.
    private static func units(of bytes: [UInt8]) -> [UInt8] {
        bytes.indices.dropFirst(3).filter { bytes[$0 - 3..<$0].elementsEqual([0, 0, 1]) }.map { bytes[$0] }
    }

    private static func isComplete(inH264 units: [UInt8]) -> Bool {
        let kinds = units.map { $0 & 0x1F }.prefix { !(1...5).contains($0) }
        return kinds.contains(7) && kinds.contains(8)
    }

    private static func isComplete(inMPEG4 codes: [UInt8]) -> Bool {
        codes.prefix { $0 != 0xB6 }.contains { (0x20...0x2F).contains($0) }
    }
}
