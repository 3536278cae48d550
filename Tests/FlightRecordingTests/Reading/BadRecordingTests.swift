import Foundation
import Testing

@testable import FlightRecording

/// Files that are no recordings, or only a part of one: a clear word, in little memory and time.
@Suite struct BadRecordingTests {
    private static func read(_ path: String) throws -> (items: Int, reader: FlightReader) {
        let reader = try FlightReader(RecordingSource(path: path))
        var items = 0
        while reader.next() != nil { items += 1 }
        return (items, reader)
    }

    private static func withFile(_ bytes: [UInt8], suffix: String = ".pcap", _ body: (String) throws -> Void) throws {
        let path = try RecordingBuilder.file(bytes: bytes, suffix: suffix)
        defer { try? FileManager.default.removeItem(atPath: path) }
        try body(path)
    }

    @Test func `an empty file and rubbish are named for what they are`() throws {
        try Self.withFile([]) { path in
            #expect(throws: RecordingError.capture(.empty(name: path))) { _ = try Self.read(path) }
        }
        let rubbish = (0..<5000).map { UInt8(truncatingIfNeeded: $0 &* 193 &+ $0 >> 3) }
        try Self.withFile(rubbish) { path in
            #expect {
                _ = try Self.read(path)
            } throws: { error in
                "\(error)".hasPrefix("\(path): not a capture")
            }
        }
    }

    @Test func `a recording that is cut off anywhere is read up to there`() throws {
        let whole = RecordingBuilder.capture(RecordingBuilder.navdata(count: 12, every: .milliseconds(5)))
        let record = (whole.count - 24) / 12
        for length in stride(from: 24, to: whole.count, by: 13) {
            try Self.withFile(Array(whole.prefix(length))) { path in
                let (items, reader) = try Self.read(path)
                #expect(items == (length - 24) / record)
                if (length - 24) % record == 0 {
                    #expect(reader.end == .complete)
                } else {
                    guard case .damaged(let frames, _)? = reader.end else {
                        Issue.record("length \(length): \(String(describing: reader.end))")
                        return
                    }
                    #expect(frames == items)
                }
            }
        }
    }

    @Test func `times that go back are counted and the order of the file is kept`() throws {
        var traffic = RecordingBuilder.navdata(count: 10, every: .seconds(1))
        // The encoder never steps back, so the bytes are put together from two.
        let later = RecordingBuilder.capture(traffic)
        traffic = RecordingBuilder.navdata(count: 10, every: .milliseconds(1), from: 11)
        let earlier = RecordingBuilder.capture(traffic)
        try Self.withFile(later + earlier.dropFirst(24)) { path in
            let reader = try FlightReader(RecordingSource(path: path))
            var times: [Duration] = []
            while let item = reader.next() { times.append(item.time) }
            #expect(times.count == 20)
            #expect(times == times.sorted())
            #expect(reader.reversedTimes == 10)
            let index = try FlightIndexTests.index(RecordingSource(path: path))
            #expect(index.reversedTimes == 10)
            #expect(index.reach == .seconds(9))
        }
    }

    /// Makes a file of 10 GB that takes no room on the disk.
    private static func sparse(_ head: [UInt8]) throws -> String {
        let path = try RecordingBuilder.file(bytes: head)
        let file = try FileHandle(forWritingTo: URL(filePath: path))
        try file.truncate(atOffset: 10_000_000_000)
        try file.close()
        return path
    }

    @Test func `ten gigabytes of nothing are refused at once`() throws {
        let path = try Self.sparse([])
        defer { try? FileManager.default.removeItem(atPath: path) }
        #expect {
            try Self.read(path)
        } throws: { error in
            "\(error)".contains("not a capture")
        }
    }

    @Test func `ten gigabytes behind a capture's beginning end with what was read`() throws {
        let path = try Self.sparse(
            RecordingBuilder.capture(RecordingBuilder.navdata(count: 5, every: .milliseconds(5))))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let (items, reader) = try Self.read(path)
        #expect(items == 5)
        guard case .damaged(_, let reason)? = reader.end else {
            Issue.record("\(String(describing: reader.end))")
            return
        }
        #expect(reason.contains("empty frames"))
        #expect(reader.statistics.frames < 20_000)
    }

    @Test func `a frame that says it is ten gigabytes long is the end`() throws {
        var bytes = RecordingBuilder.capture(RecordingBuilder.navdata(count: 3, every: .milliseconds(5)))
        bytes += [1, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF, 0x7F]
        try Self.withFile(bytes) { path in
            let (items, reader) = try Self.read(path)
            #expect(items == 3)
            guard case .damaged(afterFrames: 3, _)? = reader.end else {
                Issue.record("\(String(describing: reader.end))")
                return
            }
        }
    }

    @Test func `a manifest and events of rubbish do not hide the packets`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "stork-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let capture = RecordingBuilder.capture(RecordingBuilder.navdata(count: 4, every: .milliseconds(5)))
        try Data(capture).write(to: folder.appending(path: "flight.pcap"))
        try Data("{\"format\":".utf8).write(to: folder.appending(path: "manifest.json"))
        try Data("nonsense\n{\"kind\":\"mark\",\"t_ns\":7000000,\"text\":\"here\"}\n{\"kind\":\"ma".utf8)
            .write(to: folder.appending(path: "events.jsonl"))
        let (items, reader) = try Self.read(folder.path)
        #expect(items == 5)
        #expect(reader.problems.count == 2)
        #expect(reader.source.problem != nil)
    }

    @Test func `a description of the capture is what stands before the first frame`() {
        let frames = CaptureBuilder.records([[1, 2, 3]])
        let plain = CaptureBuilder.pcap(frames, link: .rawIP)
        #expect(CapturePrefix.bytes(of: plain) == Array(plain.prefix(24)))
        for length in 0..<24 { #expect(CapturePrefix.bytes(of: Array(plain.prefix(length))).count == length) }
        for isSwapped in [false, true] {
            func number(_ value: UInt32) -> [UInt8] {
                let bytes = (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
                return isSwapped ? bytes.reversed() : bytes
            }
            let section =
                [0x0A, 0x0D, 0x0D, 0x0A] + number(28) + number(0x1A2B_3C4D)
                + [UInt8](repeating: 0xFF, count: 12) + number(28)
            let interface = number(1) + number(20) + [UInt8](repeating: 0, count: 8) + number(20)
            let packet = number(6) + number(32) + [UInt8](repeating: 0, count: 20) + number(32)
            let file = section + interface + packet
            #expect(CapturePrefix.bytes(of: file) == section + interface)
            for length in 0...file.count {
                let prefix = CapturePrefix.bytes(of: Array(file.prefix(length)))
                #expect(prefix.count <= length && file.starts(with: prefix))
            }
        }
    }
}
