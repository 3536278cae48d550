import FlightRecording
import Testing

/// Bytes nobody meant: whatever they are, they are counted and nothing traps.
@Suite struct RobustnessTests {
    /// Changes, removes or repeats a few bytes.
    static func mutate(_ bytes: [UInt8], using generator: inout SeededGenerator) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...4, using: &generator) where !bytes.isEmpty {
            let place = Int.random(in: 0..<bytes.count, using: &generator)
            switch Int.random(in: 0..<6, using: &generator) {
            case 0: bytes.remove(at: place)
            case 1: bytes.insert(bytes[place], at: place)
            case 2: bytes[place] = [0, 0x7F, 0x80, 0xFF].randomElement(using: &generator) ?? 0
            default: bytes[place] ^= UInt8(1 << Int.random(in: 0..<8, using: &generator))
            }
        }
        return bytes
    }

    @Test(arguments: LinkType.allCases)
    func `mutated frames of every link type are counted, each once`(link: LinkType) {
        var generator = SeededGenerator(seed: UInt64(link.rawValue) + 1)
        let udp = FrameBuilder.udp([UInt8](repeating: 3, count: 30))
        let packets = [
            FrameBuilder.ipv4(udp), FrameBuilder.ipv4(udp, options: [1, 1, 1, 1]),
            FrameBuilder.ipv4(Array(udp[..<24]), moreFragments: true),
            FrameBuilder.ipv4(Array(udp[24...]), fragmentOffset: 24),
            FrameBuilder.ipv4(FrameBuilder.tcp([1, 2, 3], sequence: 9, flags: [.push]), transport: 6),
            FrameBuilder.ipv4([3, 3, 0, 0, 0, 0, 0, 0] + FrameBuilder.ipv4(udp), transport: 1),
            FrameBuilder.ipv6([17, 0, 1, 4, 0, 0, 0, 0] + udp, next: 60),
            FrameBuilder.ipv6([17, 0, 0, 1, 0, 0, 0, 9] + udp[..<32], next: 44),
        ]
        var decoder = FrameDecoder(linkType: link)
        for round in 0..<4000 {
            let frame = Self.mutate(FrameBuilder.frame(packets[round % packets.count], on: link), using: &generator)
            let length = Int.random(in: 0...frame.count + 9, using: &generator)
            _ = decoder.decode(frame.span.bytes, originalLength: length, at: .milliseconds(round))
        }
        let statistics = decoder.statistics
        let omitted = statistics.omissions.values.reduce(0, +)
        #expect(statistics.frames == 4000)
        #expect(statistics.frames == statistics.datagrams + statistics.segments + omitted)
        #expect(statistics.malformedFrames > 0)
    }

    @Test(arguments: LinkType.allCases) func `pure noise is counted`(link: LinkType) {
        var generator = SeededGenerator(seed: 99)
        var decoder = FrameDecoder(linkType: link)
        for _ in 0..<3000 {
            let frame = (0..<Int.random(in: 0..<120, using: &generator)).map { _ in
                UInt8.random(in: 0...255, using: &generator)
            }
            _ = decoder.decode(frame)
        }
        #expect(decoder.statistics.frames == 3000)
    }

    @Test func `absurd lengths and times are taken as they come`() {
        var decoder = FrameDecoder(linkType: .rawIP)
        let frame = FrameBuilder.ipv4([UInt8](repeating: 0, count: 8), moreFragments: true)
        for time in [Duration.seconds(Int64.max), .seconds(Int64.min), .zero] {
            for length in [Int.min, -1, 0, Int.max] {
                _ = decoder.decode(frame.span.bytes, originalLength: length, at: time)
            }
        }
        #expect(decoder.statistics.frames == 12)
    }

    @Test func `mutated capture files end, and say how`() {
        var generator = SeededGenerator(seed: 2026)
        let records = CaptureBuilder.smallFlight()
        let files = [
            CaptureBuilder.pcap(records, link: .ethernet),
            CaptureBuilder.pcap(records, link: .ethernet, form: .swappedNanoseconds),
            CaptureBuilder.pcapng(records, link: .ethernet),
            CaptureBuilder.gzip(CaptureBuilder.pcapng(records, link: .ethernet), blockSize: 64),
        ]
        var opened = 0
        for round in 0..<6000 {
            let bytes = Self.mutate(files[round % files.count], using: &generator)
            guard let reader = try? CaptureReader(bytes: bytes) else { continue }
            opened += 1
            for _ in reader {}
            #expect(reader.end != nil)
        }
        #expect(opened > 1000)
    }
}
