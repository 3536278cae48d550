import DroneModel
import DroneProtocol
import Testing

@testable import FlightRecording

#if canImport(Glibc)
    import Glibc
#endif

@Suite struct RecordingWriterTests {
    typealias Flight = RecordedFlight

    private let disk = TestDisk()
    private var writer: RecordingWriter<TestDisk>
    private var count = 0
    private static let begin: Duration = .seconds(5)

    init() throws {
        var limits = RecordingLimits()
        limits.lowSpace = nil
        writer = try RecordingWriter(disk, name: "r", manifest: Flight.manifest(), limits: limits, at: Self.begin)
    }

    /// Writes so many datagrams of 1000 bytes, `seconds` after the beginning.
    @discardableResult
    private mutating func write(_ packets: Int, at seconds: Double, events: [RecordedEvent] = []) -> [RecordingNotice] {
        var batch = RecordingQueue.Batch()
        let now = Self.begin + .seconds(seconds)
        for _ in 0..<packets {
            count += 1
            let bytes = Flight.bytes(1000, from: count)
            batch.items.append(
                .traffic(Flight.traffic(.received(bytes), .navdata, at: Int(seconds * 1000)), missing: 0))
        }
        batch.items += events.map { .event($0) }
        return writer.write(batch, at: now)
    }

    private func packets() throws -> [CapturedPacket] { try Flight.packets(disk.now.files[.capture] ?? []) }

    private func events() throws -> [RecordedEvent.Content] {
        let text = String(decoding: disk.now.files[.events] ?? [], as: UTF8.self)
        return try text.split(separator: "\n").map { try RecordedEvent(line: String($0)).content }
    }

    @Test mutating func `packets, events and manifest are on the disk after each batch`() throws {
        write(3, at: 0.1, events: [RecordedEvent(time: Self.begin + .seconds(2), content: .mark("a"))])
        #expect(try packets().count == 3)
        #expect(
            String(decoding: disk.now.files[.events] ?? [], as: UTF8.self)
                == "{\"kind\":\"mark\",\"t_ns\":2000000000,\"text\":\"a\"}\n")
        #expect(disk.now.manifests.count == 1)
        #expect(writer.health.packets == 3)
        #expect(writer.health.bytes == disk.now.files.values.reduce(0) { $0 + $1.count })
    }

    @Test mutating func `the disk itself is waited for every five seconds, no more often`() {
        for tenth in 0..<120 { write(1, at: Double(tenth) / 10) }
        #expect(disk.now.syncs == 2)
    }

    @Test
    mutating func `a full disk keeps what was written, is told at once, and the recording goes on when there is room`()
        throws
    {
        write(10, at: 0)
        disk.change { $0.room = 1500 }
        let told = write(5, at: 0.25)
        #expect(told.map(\.severity) == [.alarm])
        #expect(told[0].text == "NOT RECORDING: the disk is full; goes on when there is room")
        #expect(writer.health.phase == .blocked("the disk is full"))
        #expect(writer.health.droppedPackets == 5)
        #expect(try packets().count == 10, "what was written in part is cut off again")

        // Nothing is tried before a second has passed, nor without room worth while.
        let writes = disk.now.writes
        write(1, at: 1.2)
        write(1, at: 2.5)
        #expect(disk.now.writes == writes)
        #expect(writer.health.droppedPackets == 7)

        disk.change { $0.room = .max }
        let again = write(4, at: 4)
        #expect(again.map(\.severity) == [.warning])
        #expect(again[0].text == "recording goes on; 7 packets are lost")
        #expect(writer.health.phase == .recording)
        #expect(try packets().count == 14)
        #expect(
            try events() == [
                .log(.alarm, "NOT RECORDING: the disk is full; goes on when there is room"),
                .log(.warning, "recording goes on; 7 packets are lost"), .dropped(packets: 7),
            ])
        _ = writer.finish(at: Self.begin + .seconds(9))
        let manifest = try RecordingManifest(text: disk.now.manifests.last ?? "", name: "m")
        #expect(manifest.end == .init(durationNanoseconds: 9_000_000_000, packets: 14, dropped: 7, problem: nil))
    }

    @Test mutating func `a stream goes on behind a full disk with a gap of the right length`() throws {
        func send(_ content: DroneTraffic.Content, at seconds: Double) {
            var batch = RecordingQueue.Batch()
            batch.items = [.traffic(Flight.traffic(content, .video, at: Int(seconds * 1000)), missing: 0)]
            _ = writer.write(batch, at: Self.begin + .seconds(seconds))
        }
        send(.opened, at: 0)
        send(.streamReceived([1, 2, 3]), at: 0.1)
        disk.change { $0.room = 0 }
        send(.streamReceived(Flight.bytes(700)), at: 0.2)
        disk.change { $0.room = .max }
        send(.streamReceived([4]), at: 3)
        var reassembler = TCPStreamReassembler()
        let all = try packets().flatMap { reassembler.receive($0) } + reassembler.finish()
        #expect(all.contains { $0.content == .gap(byteCount: 700) && $0.flow.source.port == 5555 })
    }

    @Test mutating func `the pilot is reminded every thirty seconds while nothing is recorded`() {
        disk.change { $0.room = 0 }
        var times: [Int] = []
        for second in 0..<100 where !write(1, at: Double(second)).filter({ $0.severity == .alarm }).isEmpty {
            times.append(second)
        }
        #expect(times == [0, 30, 60, 90])
        #expect(writer.health.droppedPackets == 100)
        #expect(!writer.health.events.isEmpty)
    }

    @Test(arguments: [EIO, EROFS, EBADF, ENODEV]) mutating func `any other trouble ends the recording and says so`(
        code: Int32
    ) throws {
        write(2, at: 0)
        disk.change { $0.failure = code }
        let told = write(1, at: 1)
        #expect(told.count == 1 && told[0].text.hasPrefix("RECORDING ENDED: cannot write flight.pcap: "))
        disk.change { $0.failure = 0 }
        write(3, at: 2)
        #expect(try packets().count == 2, "behind an error of the device nothing is appended")
        #expect(writer.health.droppedPackets == 4)
        _ = writer.finish(at: Self.begin + .seconds(3))
        let manifest = try RecordingManifest(text: disk.now.manifests.last ?? "", name: "m")
        #expect(manifest.end?.problem?.hasPrefix("cannot write flight.pcap") == true)
        #expect(manifest.end?.dropped == 4)
    }

    @Test mutating func `a disk that fails when it is waited for ends the recording too`() {
        disk.change { $0.syncFailure = EIO }
        let told = write(1, at: 6)
        #expect(told.map(\.severity) == [.alarm])
    }

    @Test mutating func `a deleted file is noticed within a second`() {
        write(1, at: 0)
        disk.change { $0.isGone = true }
        #expect(write(1, at: 0.9).isEmpty)
        #expect(write(1, at: 1).map(\.text) == ["RECORDING ENDED: somebody deleted its flight.pcap"])
        #expect(writer.health.phase == .ended("somebody deleted its flight.pcap"))
    }

    @Test mutating func `where a cut is refused, the rest still reads up to there`() throws {
        write(4, at: 0)
        disk.change {
            $0.room = 500
            $0.cannotTruncate = true
        }
        write(1, at: 1)
        let reader = try CaptureReader(bytes: disk.now.files[.capture] ?? [])
        #expect(Array(reader).count == 4)
        guard case .damaged(afterFrames: 4, _) = reader.end else {
            Issue.record("\(String(describing: reader.end))")
            return
        }
        // And when there is room, the next record stands where the broken one stood.
        disk.change { $0.room = .max }
        write(2, at: 3)
        #expect(try packets().count == 6)
    }

    @Test func `the largest size ends it, and events say so`() throws {
        var limits = RecordingLimits()
        limits.largest = 10_000
        var writer = try RecordingWriter(disk, name: "r", manifest: Flight.manifest(), limits: limits, at: Self.begin)
        var batch = RecordingQueue.Batch()
        batch.items = (0..<12).map { _ in .traffic(Flight.traffic(.received(Flight.bytes(1000)), .navdata), missing: 0)
        }
        let told = writer.write(batch, at: Self.begin)
        #expect(told.map(\.text) == ["RECORDING ENDED: it has reached the largest size allowed, 10.0 kB"])
        _ = writer.write(batch, at: Self.begin + .seconds(1))
        #expect(try packets().count == 12)
        #expect(writer.health.droppedPackets == 12)
        #expect(try events().first == .log(.alarm, told[0].text))
    }

    @Test func `little space is warned of, again every five minutes, and shown all the time`() throws {
        var limits = RecordingLimits()
        limits.lowSpace = 1_000_000
        disk.change { $0.room = 900_000 }
        var writer = try RecordingWriter(disk, name: "r", manifest: Flight.manifest(), limits: limits, at: Self.begin)
        var told: [Int] = []
        for second in 0..<601 {
            let notices = writer.write(RecordingQueue.Batch(), at: Self.begin + .seconds(second))
            if !notices.isEmpty { told.append(second) }
            #expect(writer.health.isSpaceLow)
        }
        #expect(told == [0, 300, 600])
        limits.lowSpace = nil
        writer = try RecordingWriter(disk, name: "r", manifest: Flight.manifest(), limits: limits, at: Self.begin)
        #expect(writer.write(RecordingQueue.Batch(), at: Self.begin).isEmpty)
    }

    @Test mutating func `what the queue lost is told, in events, health's complement and manifest`() throws {
        var batch = RecordingQueue.Batch()
        batch.droppedPackets = 12
        let told = writer.write(batch, at: Self.begin)
        #expect(told.map(\.text) == ["recording: 12 packets lost so far, the disk did not take them"])
        batch.droppedPackets = 15
        #expect(writer.write(batch, at: Self.begin + .seconds(1)).isEmpty, "not more often than a person can read")
        #expect(try events().suffix(1) == [.dropped(packets: 15)])
        _ = writer.finish(at: Self.begin + .seconds(2))
        #expect(try RecordingManifest(text: disk.now.manifests.last ?? "", name: "m").end?.dropped == 15)
    }

    @Test mutating func `the manifest is written again when it changes, and until it can be`() throws {
        var batch = RecordingQueue.Batch()
        batch.items = [.manifest { $0.drone.firmware = "2.4.8" }, .manifest { $0.drone.firmware = "2.4.8" }]
        disk.change { $0.failure = ENOSPC }
        _ = writer.write(batch, at: Self.begin)
        #expect(disk.now.manifests.count == 1)
        disk.change { $0.failure = 0 }
        _ = writer.write(RecordingQueue.Batch(), at: Self.begin + .seconds(1))
        _ = writer.write(batch, at: Self.begin + .seconds(2))
        #expect(disk.now.manifests.count == 2)
        #expect(try RecordingManifest(text: disk.now.manifests[1], name: "m").drone.firmware == "2.4.8")
    }

    @Test func `a disk that takes nothing at all is an error at the beginning`() {
        disk.change { $0.room = 10 }
        #expect(throws: StorageProblem.self) {
            try RecordingWriter(
                disk, name: "r", manifest: Flight.manifest(), limits: RecordingLimits(), at: Self.begin)
        }
    }

    @Test mutating func `events that wait for a full disk are bounded, and that some are lost is told`() throws {
        disk.change { $0.room = 0 }
        let text = String(repeating: "x", count: 10_000)
        let many = (0..<100).map { _ in RecordedEvent(time: Self.begin, content: .mark(text)) }
        for second in 0..<5 { write(1, at: Double(second) / 10, events: many) }
        disk.change { $0.room = .max }
        write(1, at: 5)
        let count = disk.now.files[.events]?.count ?? 0
        #expect(count > 200_000 && count < 300_000)
        // 500 were noted; that the rest is lost stands behind them as soon as something can be written.
        write(1, at: 6)
        let texts = try events().compactMap { if case .log(_, let text) = $0 { text } else { nil } }
        #expect(texts.contains { $0.hasPrefix("recording: 47") && $0.hasSuffix(" events lost so far") }, "\(texts)")
    }
}
