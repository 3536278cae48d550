import FlightRecording
import Testing
import WireBytes

@Suite struct CaptureReaderTests {
    /// Everything a reader of `bytes` gives.
    static func contents(_ bytes: [UInt8]) throws -> (packets: [CapturedPacket], end: CaptureEnd?) {
        let reader = try CaptureReader(bytes: bytes)
        let packets = Array(reader)
        return (packets, reader.end)
    }

    static let flight = CaptureBuilder.smallFlight()

    @Test(arguments: CaptureBuilder.Form.allCases)
    func `pcap is read in every form, as finely as it was written`(form: CaptureBuilder.Form) throws {
        let reader = try CaptureReader(bytes: CaptureBuilder.pcap(Self.flight, link: .ethernet, form: form))
        #expect(reader.end == nil)
        let packets = Array(reader)
        #expect(packets.map(\.frameNumber) == [1, 2, 4, 5, 6])
        #expect(packets[0].time == .seconds(1_704_067_200) + .nanoseconds(123_456_000))
        #expect(packets[1].time - packets[0].time == .milliseconds(1))
        #expect(packets[0].transport == .udp([1, 2, 3, 4, 5]))
        #expect(packets[2].transport == .udp([UInt8](repeating: 0x2A, count: 40)))
        #expect(reader.end == .complete)
        #expect(reader.statistics.frames == 6)
        #expect(reader.statistics.datagrams == 4)
        #expect(reader.statistics.segments == 1)
        #expect(reader.statistics[.fragment] == 1)
        #expect(reader.next() == nil)
    }

    @Test func `nanoseconds survive`() throws {
        var record = Self.flight[0]
        record.nanoseconds += 789
        for bytes in [
            CaptureBuilder.pcap([record], link: .ethernet, form: .nanoseconds),
            CaptureBuilder.pcapng([record], link: .ethernet),
        ] {
            let time = try Self.contents(bytes).packets.first?.time
            #expect(time == .seconds(1_704_067_200) + .nanoseconds(123_456_789))
        }
    }

    @Test(arguments: LinkType.allCases)
    func `every link type is read, in pcap and pcapng, compressed or not`(link: LinkType) throws {
        let records = CaptureBuilder.smallFlight(on: link)
        let plain = CaptureBuilder.pcap(records, link: link)
        let expected = try Self.contents(plain)
        #expect(expected.packets.count == 5)
        let others = [
            CaptureBuilder.pcapng(records, link: link), CaptureBuilder.gzip(plain),
            CaptureBuilder.gzip(CaptureBuilder.pcapng(records, link: link), blockSize: 7),
        ]
        for bytes in others {
            let contents = try Self.contents(bytes)
            #expect(contents.packets == expected.packets)
            #expect(contents.end == .complete)
        }
    }

    @Test func `gzip of several members, and zeros behind it, are one capture`() throws {
        let plain = CaptureBuilder.pcap(Self.flight, link: .ethernet)
        let expected = try Self.contents(plain).packets
        let members = CaptureBuilder.gzip(Array(plain[..<100])) + CaptureBuilder.gzip(Array(plain[100...]))
        for bytes in [members, members + [0, 0, 0]] {
            let contents = try Self.contents(bytes)
            #expect(contents.packets == expected)
            #expect(contents.end == .complete)
        }
        let rubbish = try Self.contents(members + [1, 2, 3])
        #expect(rubbish.packets == expected)
        #expect(
            rubbish.end
                == .damaged(afterFrames: 6, reason: "bytes that are not gzip stand behind the gzip data"))
    }

    @Test func `pcapng of several sections is one capture, up to a section of another link type`() throws {
        let section = CaptureBuilder.pcapng(Self.flight, link: .ethernet)
        let twice = try Self.contents(section + section)
        #expect(twice.packets.map(\.frameNumber) == [1, 2, 4, 5, 6, 7, 8, 10, 11, 12])
        #expect(twice.end == .complete)
        let other = CaptureBuilder.pcapng(CaptureBuilder.smallFlight(on: .radiotap), link: .radiotap)
        let mixed = try Self.contents(section + other)
        #expect(mixed.packets == Array(twice.packets.prefix(5)))
        guard case .damaged(afterFrames: 6, let reason) = mixed.end else {
            Issue.record("\(String(describing: mixed.end))")
            return
        }
        #expect(reason.contains("interface"))
    }

    @Test func `a frame's statistics add up`() throws {
        var records = CaptureBuilder.records([FrameBuilder.ethernet([1], type: 0x0806), [1, 2, 3]])
        records += Self.flight
        let reader = try CaptureReader(bytes: CaptureBuilder.pcap(records, link: .ethernet))
        for _ in reader {}
        let statistics = reader.statistics
        #expect(statistics.omissions == [.notIP: 1, .malformedLinkHeader: 1, .fragment: 1])
        #expect(statistics.malformedFrames == 1)
        let omitted = statistics.omissions.values.reduce(0, +)
        #expect(statistics.frames == statistics.datagrams + statistics.segments + omitted)
        #expect(statistics.bytes == records.reduce(0) { $0 + $1.frame.count })
    }

    @Test func `a snapshot length that cuts frames is told from malformed frames`() throws {
        var record = Self.flight[0]
        record.originalLength = record.frame.count
        record.frame.removeLast(2)
        let reader = try CaptureReader(bytes: CaptureBuilder.pcap([record], link: .ethernet, snapshotLength: 45))
        #expect(reader.next() == nil)
        #expect(reader.statistics[.cutBySnapshotLength] == 1)
        #expect(reader.end == .complete)
    }
}

@Suite struct CaptureErrorTests {
    static func error(_ bytes: [UInt8]) -> CaptureError? {
        do throws(CaptureError) {
            _ = try CaptureReader(bytes: bytes, name: "flight.pcap")
            return nil
        } catch { return error }
    }

    @Test func `a missing file is named with what to check`() {
        do throws(CaptureError) {
            _ = try CaptureReader(path: "/nowhere/flight.pcap")
            Issue.record("opened")
        } catch {
            #expect(error == .notFound(name: "/nowhere/flight.pcap"))
            #expect(
                "\(error)" == "/nowhere/flight.pcap: no such file. "
                    + "Check the path; captures end in .pcap, .pcapng or .gz of these.")
        }
    }

    @Test func `a folder cannot be read and says so`() {
        do throws(CaptureError) {
            _ = try CaptureReader(path: "/")
            Issue.record("opened")
        } catch {
            guard case .unreadable(let name, let reason) = error else {
                Issue.record("\(error)")
                return
            }
            #expect(name == "/")
            #expect(!reason.isEmpty)
        }
    }

    @Test func `an empty file is called empty`() {
        #expect(Self.error([]) == .empty(name: "flight.pcap"))
    }

    @Test(arguments: [
        Array("what is this, a capture for ants?".utf8), [0x1F, 0x8B], [0x1F, 0x8B, 8, 0],
        CaptureBuilder.gzip([]), CaptureBuilder.gzip(Array("no capture either, only a text".utf8)),
    ]) func `what is not a capture is called that, with a reason`(bytes: [UInt8]) {
        guard case .notACapture(let name, let reason) = Self.error(bytes) else {
            Issue.record("\(String(describing: Self.error(bytes)))")
            return
        }
        #expect(name == "flight.pcap")
        #expect(!reason.isEmpty)
    }

    @Test func `a link that cannot be read is named`() {
        // 195 is IEEE 802.15.4.
        let bytes = CaptureBuilder.pcap([], link: 195 as UInt32)
        #expect(Self.error(bytes) == .unsupportedLink(name: "flight.pcap", link: "IEEE802_15_4"))
    }

    @Test func `every error names the file and says what to do`() {
        let errors: [CaptureError] = [
            .notFound(name: "x.pcap"), .unreadable(name: "x.pcap", reason: "r"), .empty(name: "x.pcap"),
            .notACapture(name: "x.pcap", reason: "r"), .unsupportedLink(name: "x.pcap", link: "USB"),
        ]
        for error in errors {
            let text = "\(error)"
            #expect(text.hasPrefix("x.pcap: "))
            #expect(text.hasSuffix("."))
        }
    }
}

@Suite struct DamagedCaptureTests {
    static let records = CaptureBuilder.smallFlight()

    /// Opens what is left of a capture; nil where not even its header is there.
    static func remains(_ bytes: [UInt8]) -> (packets: [CapturedPacket], end: CaptureEnd?, frames: Int)? {
        guard let reader = try? CaptureReader(bytes: bytes) else { return nil }
        let packets = Array(reader)
        return (packets, reader.end, reader.statistics.frames)
    }

    static func isDamaged(_ end: CaptureEnd?, after frames: Int) -> Bool {
        guard case .damaged(frames, let reason) = end else { return false }
        return !reason.isEmpty
    }

    @Test func `pcap cut anywhere gives the packets before the cut and says so`() throws {
        let bytes = CaptureBuilder.pcap(Self.records, link: .ethernet)
        let all = try CaptureReaderTests.contents(bytes).packets
        var edges: [Int] = [24]
        for record in Self.records { edges.append((edges.last ?? 0) + 16 + record.frame.count) }
        for length in 0..<bytes.count {
            let remains = Self.remains(Array(bytes[..<length]))
            if length < 24 {
                #expect(remains == nil)
                continue
            }
            let frames = edges.lastIndex { $0 <= length } ?? 0
            #expect(remains?.frames == frames)
            #expect(remains?.packets == all.filter { $0.frameNumber <= frames })
            // A cut between two frames cannot be seen: pcap has no end mark.
            let isSeen = !edges.contains(length)
            #expect(isSeen ? Self.isDamaged(remains?.end, after: frames) : remains?.end == .complete, "at \(length)")
        }
    }

    @Test func `pcapng cut anywhere gives the packets before the cut and says so`() throws {
        let bytes = CaptureBuilder.pcapng(Self.records, link: .ethernet)
        let all = try CaptureReaderTests.contents(bytes).packets
        var unseen = 0
        for length in 0..<bytes.count {
            guard let remains = Self.remains(Array(bytes[..<length])) else { continue }
            #expect(remains.packets == Array(all.prefix(remains.packets.count)))
            if remains.end == .complete {
                unseen += 1
            } else {
                #expect(Self.isDamaged(remains.end, after: remains.frames))
            }
        }
        // Only the cuts between blocks: behind the interface and behind each frame but the last.
        #expect(unseen == Self.records.count)
    }

    @Test func `a cut in gzip is always seen, and loses only what was cut off`() throws {
        let plain = CaptureBuilder.pcap(Self.records, link: .ethernet)
        let all = try CaptureReaderTests.contents(plain).packets
        let bytes = CaptureBuilder.gzip(plain, blockSize: 50)
        var most = 0
        for length in 0..<bytes.count {
            guard let remains = Self.remains(Array(bytes[..<length])) else { continue }
            #expect(remains.packets == Array(all.prefix(remains.packets.count)))
            #expect(remains.packets.count >= most)
            most = remains.packets.count
            #expect(remains.end == .damaged(afterFrames: remains.frames, reason: "the gzip data ends early"))
        }
        // The last eight bytes are the check sum and the length: without them all packets are there.
        #expect(most == all.count)
    }

    @Test func `a wrong gzip check sum loses no packet and is reported`() throws {
        let plain = CaptureBuilder.pcap(Self.records, link: .ethernet)
        var bytes = CaptureBuilder.gzip(plain)
        bytes[bytes.count - 8] ^= 1
        let contents = try CaptureReaderTests.contents(bytes)
        #expect(contents.packets == (try CaptureReaderTests.contents(plain).packets))
        #expect(
            contents.end == .damaged(afterFrames: 6, reason: "the gzip data is damaged: incorrect data check"))
    }

    @Test func `an absurd frame length ends the capture there`() throws {
        var bytes = CaptureBuilder.pcap(Self.records, link: .ethernet)
        let second = 24 + 16 + Self.records[0].frame.count
        bytes.replaceSubrange(second + 8..<second + 12, with: [0xFF, 0xFF, 0xFF, 0x7F])
        let contents = try CaptureReaderTests.contents(bytes)
        #expect(contents.packets.map(\.frameNumber) == [1])
        #expect(Self.isDamaged(contents.end, after: 1))
    }

    @Test func `a damaged end says after which frame and why`() {
        #expect("\(CaptureEnd.damaged(afterFrames: 3, reason: "cut"))" == "damaged after frame 3: cut")
        #expect("\(CaptureEnd.complete)" == "complete")
    }
}
