import DroneModel
import Testing

@testable import DroneProtocol

@Suite struct ConfigurationDumpTests {
    private typealias Event = ConfigurationDumpDecoder.Event

    /// In the forms of real dumps: 2.4.8 scientific floats, 1.7.4 matrix over three lines and a bare `network:passkey =`.
    private static let text = """
        general:num_version_soft = 2.4.8
        GENERAL:ardrone_name=My = Drone\r
          control:altitude_max   =   3000  \t
        control:accs_gains = { 1.0109735e+00 2.3000900e-02 4.1132037e-02
        -4.2992691e-03 -9.9152333e-01 2.8609591e-02
        1.2049361e-02 -6.9085114e-02 -9.8430282e-01 }

        this line is broken
        1:2:3 = x
        network:passkey =
        gps:latitude = 5.0000000000000000e+02

        """
    private static let bytes = Array(text.utf8) + [0]

    private func key(_ text: String) throws -> ConfigurationKey { try #require(ConfigurationKey(text)) }

    @Test func `a dump is read line by line until its NUL`() throws {
        var decoder = ConfigurationDumpDecoder()
        let events = decoder.consume(Self.bytes)
        let expected: [Event] = [
            .entry(try key("general:num_version_soft"), value: "2.4.8"),
            .entry(try key("general:ardrone_name"), value: "My = Drone"),
            .entry(try key("control:altitude_max"), value: "3000"),
            .entry(
                try key("control:accs_gains"),
                value: "{ 1.0109735e+00 2.3000900e-02 4.1132037e-02 -4.2992691e-03 -9.9152333e-01 2.8609591e-02 "
                    + "1.2049361e-02 -6.9085114e-02 -9.8430282e-01 }"),
            .malformed(MalformedDumpLine(number: 7, bytes: Array("this line is broken".utf8), reason: .noEqualsSign)),
            .malformed(MalformedDumpLine(number: 8, bytes: Array("1:2:3 = x".utf8), reason: .notAKey)),
            .entry(try key("network:passkey"), value: ""),
            .entry(try key("gps:latitude"), value: "5.0000000000000000e+02"),
            .end,
        ]
        #expect(events == expected)
        #expect(decoder.malformedCount == 2)
        #expect(decoder.finish().isEmpty)
    }

    @Test func `the events do not depend on where the stream is cut`() {
        var whole = ConfigurationDumpDecoder()
        let expected = whole.consume(Self.bytes)
        for split in 0...Self.bytes.count {
            var decoder = ConfigurationDumpDecoder()
            let events = decoder.consume(Self.bytes[..<split]) + decoder.consume(Self.bytes[split...])
            #expect(events == expected, "cut at \(split)")
        }
        var single = ConfigurationDumpDecoder()
        #expect(Self.bytes.flatMap { single.consume([$0]) } == expected)
    }

    @Test func `dumps glued together are read one after the other`() {
        var decoder = ConfigurationDumpDecoder()
        let once = decoder.consume(Self.bytes)
        #expect(decoder.consume(Self.bytes + Self.bytes + Self.bytes) == once + once + once)
    }

    @Test func `a dump cut off anywhere keeps whole lines and never half a value`() {
        let complete = ConfigurationDump(decoding: Self.bytes)
        #expect(complete.ending == .complete)
        for length in 0..<Self.bytes.count {
            let dump = ConfigurationDump(decoding: Self.bytes[..<length])
            #expect(dump.ending == .cutOff)
            for (key, value) in dump.configuration { #expect(complete.configuration[key] == value, "\(length) bytes") }
        }
    }

    @Test func `a cut-off line is told`() {
        let dump = ConfigurationDump(decoding: Array("control:outdoor = FALSE\ncontrol:altitude_max = 30".utf8))
        #expect(dump.configuration.count == 1)
        #expect(dump.malformed.map(\.description) == ["line 2 is cut off: control:altitude_max = 30"])
    }

    @Test func `a line that never ends is refused with the limit`() {
        var decoder = ConfigurationDumpDecoder()
        let events = decoder.consume(Array("control:outdoor = TRUE\n".utf8) + Array(repeating: 0x41, count: 1_000_000))
        #expect(events.last == .refused(.lineTooLong(limit: 1024)))
        #expect(events.count == 2)
        #expect(decoder.consume(Self.bytes).isEmpty)
        decoder.reset()
        #expect(decoder.consume(Self.bytes).last == .end)
    }

    @Test func `a line of just the limit is read`() {
        let name = "general:ardrone_name = "
        let fits = name + String(repeating: "n", count: 1024 - name.utf8.count)
        #expect(ConfigurationDump(decoding: Array((fits + "\n\0").utf8)).ending == .complete)
        #expect(
            ConfigurationDump(decoding: Array((fits + "n\n\0").utf8)).ending == .refused(.lineTooLong(limit: 1024)))
    }

    @Test func `a dump without an end is refused by its lines or its bytes`() {
        let lines = Array(String(repeating: "a:b = c\n", count: 3000).utf8)
        #expect(ConfigurationDump(decoding: lines).ending == .refused(.tooManyLines(limit: 1024)))
        let blank = Array(repeating: UInt8(ascii: "\n"), count: 200_000)
        #expect(ConfigurationDump(decoding: blank).ending == .refused(.tooManyBytes(limit: 131_072)))
        #expect(
            ConfigurationDumpError.tooManyLines(limit: 1024).description == "the configuration has more than 1024 lines"
        )
    }

    @Test func `a brace that is never closed does not swallow the rest`() throws {
        let text = "control:accs_offset = { 1 2\ncontrol:outdoor = TRUE\ngeneral:ardrone_name = {odd\nx\n\0"
        let dump = ConfigurationDump(decoding: Array(text.utf8))
        #expect(dump.configuration[try key("control:outdoor")] == "TRUE")
        #expect(dump.configuration[try key("general:ardrone_name")] == "{odd")
        #expect(dump.malformed.map(\.reason) == [.unclosedBrace, .noEqualsSign])
        #expect(dump.malformed.first?.number == 1)
        let endless = "a:b = {" + String(repeating: "\n1 2 3", count: 900) + "\n\0"
        #expect(ConfigurationDump(decoding: Array(endless.utf8)).malformed.first?.reason == .unclosedBrace)
    }

    @Test(arguments: [[0xFF, 0xFE], [0x01], [0xC3], [0x7F], [0x1B, 0x5B]] as [[UInt8]])
    func `a line that is not text is kept escaped`(odd: [UInt8]) {
        let dump = ConfigurationDump(decoding: Array("general:ardrone_name = ".utf8) + odd + [0x0A, 0])
        #expect(dump.malformed.map(\.reason) == [.notText])
        #expect(dump.malformed.first?.text.utf8.allSatisfy { (0x20..<0x7F).contains($0) } == true)
        #expect(dump.ending == .complete)
    }

    @Test func `a name in UTF-8 is read`() throws {
        let dump = ConfigurationDump(decoding: Array("general:ardrone_name = Störch\u{2028}🛩\n\0".utf8))
        #expect(dump.configuration.droneName == "Störch\u{2028}🛩")
    }

    @Test func `random bytes neither trap nor depend on the cut`() {
        var seed: UInt64 = 42
        let alphabet: [UInt8] = Array("a:=b {}\n\r\t".utf8) + [0, 0xFF, 0xC3, 0xA4, 0x7F]
        for _ in 0..<400 {
            var bytes: [UInt8] = []
            for _ in 0..<200 {
                seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                bytes.append(alphabet[Int(seed >> 33) % alphabet.count])
            }
            var whole = ConfigurationDumpDecoder()
            var single = ConfigurationDumpDecoder()
            let expected = whole.consume(bytes) + whole.finish()
            #expect(bytes.flatMap { single.consume([$0]) } + single.finish() == expected)
        }
    }

    @Test(arguments: [FirmwareVersion(1, 5, 1), FirmwareVersion(1, 7, 4), FirmwareVersion(2, 4, 8)])
    func `what a simulated drone dumps is read back`(firmware: FirmwareVersion) throws {
        let generation = try #require(firmware.generation)
        let configuration = DroneConfiguration.defaults(for: generation, firmware: firmware)
        let bytes = ConfigurationDump.bytes(of: configuration)
        let dump = ConfigurationDump(decoding: bytes)
        #expect(dump == ConfigurationDump.complete(configuration))
        // The default limits leave room for every dump.
        #expect(bytes.count < ConfigurationDumpLimits().byteCount / 8)
    }

    @Test func `a line of a dump looks like the drone's`() throws {
        var configuration = DroneConfiguration()
        configuration[.tiltMaximum] = ConfigurationValue.float(0.20943951).dumpText
        configuration[.outdoor] = "FALSE"
        #expect(
            ConfigurationDump.bytes(of: configuration)
                == Array("control:euler_angle_max = 2.0943952e-01\ncontrol:outdoor = FALSE\n\0".utf8))
    }
}

extension ConfigurationDump {
    fileprivate static func complete(_ configuration: DroneConfiguration) -> Self {
        var dump = ConfigurationDump(decoding: [])
        dump.configuration = configuration
        dump.ending = .complete
        return dump
    }
}

@Suite struct MulticonfigurationListTests {
    private static let bytes = Array(
        "[applis]\r1da978de,stork:2.0\r00112233,\r[profiles]\r[sessions]\r71ca1641,Session 1, second\r\0".utf8)

    @Test func `the list of sets is read by its headings`() throws {
        let list = try #require(MulticonfigurationList(decoding: Self.bytes))
        #expect(list.applications.map(\.id.description) == ["1da978de", "00112233"])
        #expect(list.applications.map(\.description) == ["stork:2.0", ""])
        #expect(list.users.isEmpty)
        #expect(list.sessions.map(\.description) == ["Session 1, second"])
        #expect(list.bytes == Self.bytes)
    }

    @Test func `the list does not depend on where the stream is cut`() {
        var whole = MulticonfigurationListDecoder()
        let expected = whole.consume(Self.bytes)
        #expect(expected.count == 4)
        for split in 0...Self.bytes.count {
            var decoder = MulticonfigurationListDecoder()
            #expect(decoder.consume(Self.bytes[..<split]) + decoder.consume(Self.bytes[split...]) == expected)
        }
        for length in 0..<Self.bytes.count { #expect(MulticonfigurationList(decoding: Self.bytes[..<length]) == nil) }
    }

    @Test func `lines that are no sets are told and passed over`() {
        var decoder = MulticonfigurationListDecoder()
        let events = decoder.consume(Array("1da978de,early\r[applis]\r1DA978DE,capitals\r\u{1}\r1da978de\r\0".utf8))
        let reasons = events.compactMap { event -> MalformedDumpLine.Reason? in
            if case .malformed(let line) = event { line.reason } else { nil }
        }
        #expect(reasons == [.noHeading, .notAnID, .notText])
        #expect(events.last == .end && events.count == 5)
    }

    @Test func `an endless list is refused`() {
        var decoder = MulticonfigurationListDecoder()
        #expect(decoder.consume(Array(repeating: 0x41, count: 5000)) == [.refused(.lineTooLong(limit: 1024))])
        #expect(MulticonfigurationList(decoding: Array(repeating: 0x41, count: 5000)) == nil)
    }
}
