import DroneProtocol
import Testing
import WireBytes

@testable import FlightRecording

@Suite struct TrafficEncoderTests {
    typealias Flight = RecordedFlight

    @Test func `a command's datagram, byte by byte`() {
        let file = Flight.file([Flight.traffic(.sent(Array("AT*COMWDG=1\r".utf8)), .commands, at: 250)])
        let head: [UInt8] = [
            0x4D, 0x3C, 0xB2, 0xA1, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 101, 0, 0, 0,
            // 1 769 904 000 s, 373 456 789 ns, 40 bytes twice
            0x80, 0x97, 0x7E, 0x69, 0x95, 0x7F, 0x42, 0x16, 40, 0, 0, 0, 40, 0, 0, 0,
            // IPv4, "don't fragment", UDP
            0x45, 0, 0, 40, 0, 1, 0x40, 0, 64, 17, 0xB7, 0x70, 192, 168, 1, 2, 192, 168, 1, 1,
            // 50 000 to the drone's 5556, 20 bytes
            0xC3, 0x50, 0x15, 0xB4, 0, 20,
        ]
        #expect(Array(file.prefix(head.count)) == head)
        #expect(Array(file.suffix(12)) == Array("AT*COMWDG=1\r".utf8))
        #expect(file.count == 24 + 16 + 40)
    }

    @Test(arguments: [0, 1, 2, 3, 4, 100, 1459, 1460, 1461, 2120, 65_507])
    func `a datagram comes back with its bytes, ends and time, in both versions`(length: Int) throws {
        for (client, drone) in [(Flight.client, Flight.drone), (Flight.client6, Flight.drone6)] {
            let bytes = Flight.bytes(length)
            let file = Flight.file([
                Flight.traffic(.received(bytes), .navdata, at: 1, client: client, drone: drone),
                Flight.traffic(.sent(bytes), .navdata, at: 2, client: client, drone: drone),
            ])
            let packets = try Flight.packets(file)
            #expect(packets.map(\.transport) == [.udp(bytes), .udp(bytes)])
            #expect(packets.map(\.source.port) == [5554, 50_000])
            #expect(packets.map(\.destination.port) == [50_000, 5554])
            #expect(packets[0].source.address == IPAddress(drone.address))
            #expect(packets[0].time == .nanoseconds(Flight.clock.utcNanoseconds) + .milliseconds(1))
            #expect(Self.checksumsHold(file))
        }
    }

    @Test func `a datagram longer than any is left out and told`() throws {
        var encoder = TrafficEncoder(clock: Flight.clock)
        var writer = WireWriter()
        #expect(encoder.encode(Flight.traffic(.received(Flight.bytes(65_508)), .navdata), to: &writer) == 0)
        #expect(writer.count == 0)
    }

    @Test(arguments: [1, 1459, 1460, 1461, 2920, 2921, 65_536, 200_000])
    func `a connection is well-formed TCP with all bytes`(length: Int) throws {
        for (client, drone) in [(Flight.client, Flight.drone), (Flight.client6, Flight.drone6)] {
            func traffic(_ content: DroneTraffic.Content) -> DroneTraffic {
                Flight.traffic(content, .video, client: client, drone: drone)
            }
            let (first, second) = (Flight.bytes(length), Flight.bytes(777, from: length))
            let file = Flight.file([
                traffic(.opened), traffic(.streamReceived(first)), traffic(.streamSent([1, 2, 3])),
                traffic(.streamReceived(second)), traffic(.closed(by: .drone)),
            ])
            let packets = try Flight.packets(file)
            let segments = packets.compactMap { packet in
                if case .tcp(let segment) = packet.transport { (packet.flow, segment) } else { nil }
            }
            #expect(segments.count == packets.count)
            #expect(segments.prefix(3).map(\.1.flags) == [.synchronize, [.synchronize, .acknowledge], .acknowledge])
            #expect(segments.suffix(3).map { $0.1.flags.contains(.finish) } == [true, true, false])
            let longest = client == Flight.client ? 1460 : 1440
            #expect(segments.allSatisfy { $0.1.payload.count <= longest })
            Self.expectTCP(segments)
            #expect(Flight.streams(packets, .video) == [first + second])
            #expect(Self.checksumsHold(file))
        }
    }

    /// Each side's numbers follow from what it sent, and nobody acknowledges what was not sent yet.
    private static func expectTCP(_ segments: [(Flow, TCPSegment)]) {
        var next: [Flow: UInt32] = [:]
        var unacknowledged: [Flow: Int] = [:]
        for (flow, segment) in segments {
            if let expected = next[flow] { #expect(segment.sequence == expected) }
            let ending = segment.flags.isDisjoint(with: [.synchronize, .finish]) ? 0 : 1
            next[flow] = segment.sequence &+ UInt32(segment.payload.count + ending)
            if segment.flags.contains(.acknowledge) {
                #expect(segment.acknowledgement == next[flow.reversed])
                unacknowledged[flow.reversed] = 0
            }
            unacknowledged[flow, default: 0] += segment.payload.count
            #expect(unacknowledged[flow, default: 0] <= 65_535, "no more is under way than the window takes")
        }
    }

    @Test func `connections between the same ports are told apart`() throws {
        let traffic = (0..<5).flatMap { index in
            [
                Flight.traffic(.opened, .control),
                Flight.traffic(.streamReceived(Flight.bytes(50, from: index * 50)), .control),
                Flight.traffic(.closed(by: index % 2 == 0 ? .client : .drone), .control),
            ]
        }
        let streams = Flight.streams(try Flight.packets(Flight.file(traffic)), .control)
        #expect(streams == (0..<5).map { Flight.bytes(50, from: $0 * 50) })
    }

    @Test func `lost bytes leave a gap of their length, and what follows is right`() throws {
        var encoder = TrafficEncoder(clock: Flight.clock)
        var writer = WireWriter()
        encoder.encode(Flight.traffic(.opened, .video), to: &writer)
        encoder.encode(Flight.traffic(.streamReceived([1, 2]), .video), to: &writer)
        encoder.encode(Flight.traffic(.streamReceived([9]), .video), missing: 5000, to: &writer)
        var reassembler = TCPStreamReassembler()
        var contents: [TCPStreamEvent.Content] = []
        let packets = try Flight.packets(TrafficEncoder.fileHeader + writer.bytes)
        for event in packets.flatMap({ reassembler.receive($0) }) + reassembler.finish()
        where event.flow.source.port == 5555 { contents.append(event.content) }
        let times = packets[0].time
        #expect(
            contents == [
                .opened(.beginning), .data([1, 2], captured: times), .gap(byteCount: 5000), .data([9], captured: times),
            ])
    }

    @Test func `a connection older than the recording begins in its middle`() throws {
        let file = Flight.file([
            Flight.traffic(.streamReceived([1, 2, 3]), .video), Flight.traffic(.closed(by: .drone), .video),
            Flight.traffic(.closed(by: .drone), .video),
        ])
        let packets = try Flight.packets(file)
        #expect(Flight.streams(packets, .video) == [[1, 2, 3]])
        #expect(packets.count == 5, "an end without a connection is nothing")
    }

    @Test func `times never step back, and none lies before the beginning`() throws {
        let file = Flight.file(
            [30, 10, 31, -9000].map { Flight.traffic(.received([UInt8(truncatingIfNeeded: $0)]), .navdata, at: $0) })
        let begin = Duration.nanoseconds(Flight.clock.utcNanoseconds)
        #expect(try Flight.packets(file).map { $0.time - begin } == [30, 30, 31, 31].map { .milliseconds($0) })
    }

    @Test func `our reader sorts what was written`() throws {
        let file = Flight.file([
            Flight.traffic(.sent([1]), .navdata), Flight.traffic(.received([2, 0, 0, 0, 0]), .navdata),
            Flight.traffic(.sent([3]), .commands), Flight.traffic(.opened, .video),
            Flight.traffic(.streamReceived([4]), .video), Flight.traffic(.opened, .videoRecord),
            Flight.traffic(.streamReceived([5]), .videoRecord), Flight.traffic(.opened, .control),
            Flight.traffic(.streamReceived([6]), .control), Flight.traffic(.received([7]), .video),
        ])
        var sorter = TrafficSorter()
        let contents = try Flight.packets(file).flatMap { sorter.receive($0) }
        #expect(
            contents == [
                .navdataRequest([1]), .navdata([2, 0, 0, 0, 0]), .commands([3]), .stream(.video, .opened),
                .stream(.video, .data([4])), .stream(.videoRecord, .opened), .stream(.videoRecord, .data([5])),
                .stream(.control, .opened), .stream(.control, .data([6])), .videoDatagram([7]),
            ])
    }

    /// Adds up every packet's checksums by the book: a right one makes the sum all ones.
    private static func checksumsHold(_ file: [UInt8]) -> Bool {
        var place = 24
        while place < file.count {
            let length = Int(file[place + 8]) | Int(file[place + 9]) << 8 | Int(file[place + 10]) << 16
            let packet = Array(file[place + 16..<place + 16 + length])
            place += 16 + length
            let isVersion4 = packet[0] >> 4 == 4
            let header = isVersion4 ? 20 : 40
            let addresses = isVersion4 ? packet[12..<20] : packet[8..<40]
            let transport = isVersion4 ? packet[9] : packet[6]
            let payload = Array(packet[header...])
            let size = payload.count
            let pseudo = Array(addresses) + [0, transport, UInt8(size >> 8), UInt8(size & 0xFF)]
            if isVersion4, sum(Array(packet[..<20])) != 0xFFFF { return false }
            if sum(pseudo + payload) != 0xFFFF { return false }
        }
        return place == file.count
    }

    private static func sum(_ bytes: [UInt8]) -> Int {
        var sum = 0
        for index in stride(from: 0, to: bytes.count, by: 2) {
            sum += Int(bytes[index]) << 8 + (index + 1 < bytes.count ? Int(bytes[index + 1]) : 0)
        }
        while sum > 0xFFFF { sum = sum & 0xFFFF + sum >> 16 }
        return sum
    }
}
