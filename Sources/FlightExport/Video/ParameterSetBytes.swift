import DroneProtocol

/// What a decoder has to know before the first picture, taken out of a frame's payload.
enum ParameterSetBytes {
    /// H.264: the sequence and picture parameter sets with their start codes. MPEG-4: everything in front of the first
    /// group of pictures (B3, which has a time code) or picture (B6). Empty where there are none.
    static func of(_ payload: [UInt8], codec: VideoCodec) -> [UInt8] {
        switch codec {
        case .h264: h264(payload)
        case .mpeg4: mpeg4(payload)
        default: []
        }
    }

    private static func h264(_ payload: [UInt8]) -> [UInt8] {
        var sets: [UInt8] = []
        let starts = startCodes(in: payload)
        for (index, start) in starts.enumerated() {
            let kind = payload[start] & 0x1F
            if (1...5).contains(kind) { break }
            guard kind == 7 || kind == 8 else { continue }
            var end = index + 1 < starts.count ? starts[index + 1] - 3 : payload.count
            // A zero in front of a start code belongs to it, and none ends a unit.
            while end > start + 1, payload[end - 1] == 0 { end -= 1 }
            sets += [0, 0, 0, 1] + payload[start..<end]
        }
        return sets
    }

    private static func mpeg4(_ payload: [UInt8]) -> [UInt8] {
        guard let picture = startCodes(in: payload).first(where: { [0xB3, 0xB6].contains(payload[$0]) }) else {
            return payload
        }
        return Array(payload[..<(picture - 3)])
    }

    /// The places behind `00 00 01`, up to the first picture of either codec; what comes behind it is long.
    private static func startCodes(in payload: [UInt8]) -> [Int] {
        var places: [Int] = []
        var place = 3
        while place < payload.count {
            if payload[place - 1] == 1, payload[place - 2] == 0, payload[place - 3] == 0 {
                places.append(place)
                if places.count > 64 { break }
            }
            place += 1
        }
        return places
    }
}
