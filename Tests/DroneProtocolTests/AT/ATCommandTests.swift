import DroneModel
import DroneProtocol
import Testing
import WireBytes

private func encode(_ command: ATCommand, sequence: UInt32 = 1) throws -> String {
    var bytes: [UInt8] = []
    try command.encode(sequence: sequence, into: &bytes)
    return String(decoding: bytes, as: UTF8.self)
}

private func decode(_ text: String) -> [Result<NumberedCommand, ATParseError>] {
    let bytes = Array(text.utf8)
    return ATDatagram.decode(bytes.span.bytes)
}

/// One command of every kind with the text the drone maker's format strings give it.
private let table: [(command: ATCommand, text: String)] = [
    (.ref(REFInput(flight: false)), "AT*REF=1,290717696\r"),
    (.ref(REFInput(flight: true)), "AT*REF=1,290718208\r"),
    (.ref(REFInput(flight: false, emergency: true)), "AT*REF=1,290717952\r"),
    (
        .pcmd(Movement(flags: 1, roll: -0.8, pitch: 0.05, climb: -1, yaw: 0.1)),
        "AT*PCMD=1,1,-1085485875,1028443341,-1082130432,1036831949\r"
    ),
    (
        .pcmdMag(
            Movement(flags: 5, roll: 0.2, pitch: -0.2, climb: 0.5, yaw: -0.5),
            heading: PilotHeading(psi: 0.25, accuracy: 1)),
        "AT*PCMD_MAG=1,5,1045220557,-1102263091,1056964608,-1090519040,1048576000,1065353216\r"
    ),
    (.flatTrim, "AT*FTRIM=1\r"),
    (.calibrate(device: 0), "AT*CALIB=1,0\r"),
    (.config(key: "general:navdata_demo", value: "TRUE"), "AT*CONFIG=1,\"general:navdata_demo\",\"TRUE\"\r"),
    (
        .configIDs(session: "71ca1641", user: "00000000", application: "1da978de"),
        "AT*CONFIG_IDS=1,\"71ca1641\",\"00000000\",\"1da978de\"\r"
    ),
    (.control(.acknowledge, argument: 0), "AT*CTRL=1,5,0\r"),
    (.control(.getConfiguration, argument: 0), "AT*CTRL=1,4,0\r"),
    (.communicationWatchdog, "AT*COMWDG=1\r"),
    (.led(animation: 0, frequency: 2, seconds: 5), "AT*LED=1,0,1073741824,5\r"),
    (.animate(animation: 16, milliseconds: 15), "AT*ANIM=1,16,15\r"),
    (.pmode(2), "AT*PMODE=1,2\r"),
    (.misc(2, 20, 2000, 3000), "AT*MISC=1,2,20,2000,3000\r"),
    (.zap(channel: 0), "AT*ZAP=1,0\r"),
    (.cad(type: 12, tagSize: 0.5), "AT*CAD=1,12,1056964608\r"),
    (
        .visp(
            VisionParameters(
                integers: FixedArray([1, 2, 3, 4, 5, 6], filler: 0), floats: FixedArray([0.5, 1, 0], filler: 0))),
        "AT*VISP=1,1,2,3,4,5,6,1056964608,1065353216,0\r"
    ),
    (.viso(options: 3), "AT*VISO=1,3\r"),
    (.capture(nil), "AT*CAP=1\r"),
    (.capture(CaptureRequest(picture: 0, active: 1)), "AT*CAP=1,0,1\r"),
    (.manualTrim(pitch: 0.1, roll: -0.2, yaw: 0), "AT*MTRIM=1,1036831949,-1102263091,0\r"),
    (.gain([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]), "AT*GAIN=1,1,2,3,4,5,6,7,8,9,10,11\r"),
    (.gain([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]), "AT*GAIN=1,1,2,3,4,5,6,7,8,9,10,11,12,13\r"),
    (.position(x: 1, y: 0.5, psi: 0, defined: 1, microseconds: 99), "AT*POL=1,1065353216,1056964608,0,1,99\r"),
    (.autonomousFlight(1), "AT*AFLIGHT=1,1\r"),
    (.other(name: "PWM", arguments: [.integer(0), .integer(511), .string("x")]), "AT*PWM=1,0,511,\"x\"\r"),
]

@Suite struct ATCommandTests {
    @Test(arguments: table.indices) func `every command has its exact text and reads back as itself`(row: Int) throws {
        let (command, text) = table[row]
        #expect(try encode(command) == text)
        #expect(decode(text) == [.success(NumberedCommand(sequence: 1, command: command))])
    }

    @Test(arguments: table.indices) func `a command cut anywhere is refused and never misread`(row: Int) {
        let text = table[row].text
        for length in 1..<text.utf8.count {
            let results = decode(String(text.prefix(length)))
            #expect(results.count == 1)
            guard case .failure? = results.first else {
                Issue.record("\(text.debugDescription) cut to \(length) bytes was taken as a command")
                continue
            }
        }
    }

    @Test(arguments: [
        (Float(0.05), "1028443341"), (0.1, "1036831949"), (0.2, "1045220557"), (0.25, "1048576000"),
        (0.5, "1056964608"), (0.8, "1061997773"), (1, "1065353216"), (-0.2, "-1102263091"), (-0.5, "-1090519040"),
        (-0.8, "-1085485875"), (-1, "-1082130432"), (0, "0"), (-0.0, "-2147483648"),
    ])
    func `a float travels as the signed number of its bits`(value: Float, text: String) throws {
        #expect(try encode(.led(animation: 1, frequency: value, seconds: 1)) == "AT*LED=1,1,\(text),1\r")
    }

    @Test func `a hover set-point is flag 0 with zeros and a movement is flag 1`() {
        #expect(Movement(.hover) == Movement(flags: 0, roll: 0, pitch: 0, climb: 0, yaw: 0))
        #expect(Movement(Setpoint(roll: 0.5)).flags == 1)
        #expect(Movement(Setpoint(yaw: 1, mode: .combinedYaw)).flags == 3)
        #expect(Movement(Setpoint(pitch: -7)).pitch == -1)
        #expect(Movement(Setpoint(pitch: .nan)).pitch == 0)
        #expect(Movement(flags: 0, roll: 1, pitch: 1, climb: 1, yaw: 1).setpoint == .hover)
        #expect(
            Movement(flags: 1, roll: .nan, pitch: 9, climb: -.infinity, yaw: 0).setpoint
                == Setpoint(roll: 0, pitch: 1, climb: -1, yaw: 0))
    }

    @Test func `flight is a level on bit 9, whatever the constant bits`() {
        #expect(REFInput(bits: 512).wantsFlight)
        #expect(!REFInput(bits: 0).wantsFlight)
        #expect(REFInput(bits: 290_717_952).emergency)
    }

    @Test(arguments: ["say \"hi\"", "two\rlines", "caf\u{e9}", "nul\0", "tab\t"])
    func `text that would break the command is refused before a byte is sent`(value: String) {
        #expect(throws: CommandError.unsendableText(command: "CONFIG", text: value)) {
            try encode(.config(key: "general:ardrone_name", value: value))
        }
    }
}

@Suite struct ATDatagramTests {
    @Test func `the maker's own start sequence is understood`() {
        let results = decode(
            "AT*PMODE=2,2\rAT*MISC=3,2,20,2000,3000\rAT*CONFIG_IDS=4,\"71ca1641\",\"00000000\",\"1da978de\"\r"
                + "AT*CONFIG=5,\"custom:session_id\",\"-all\"\r")
        #expect(results.compactMap { try? $0.get().sequence } == [2, 3, 4, 5])
        #expect(results.compactMap { try? $0.get().command.name } == ["PMODE", "MISC", "CONFIG_IDS", "CONFIG"])
    }

    @Test func `a malformed command does not spoil its neighbours`() {
        let results = decode("AT*REF=1,512\rAT*REF=x,1\rnoise\rAT*PCMD=3,1,0\rAT*FTRIM=4\r")
        #expect(
            results == [
                .success(NumberedCommand(sequence: 1, command: .ref(REFInput(bits: 512)))),
                .failure(.badSequence(offset: 20)),
                .failure(.missingPrefix(offset: 24)),
                .failure(.wrongArguments(name: "PCMD")),
                .success(NumberedCommand(sequence: 4, command: .flatTrim)),
            ])
    }

    @Test(arguments: [
        "AT*REF=1,99999999999\r", "AT*REF=1,4294967296\r", "AT*REF=1,-2147483649\r", "AT*REF=1,1.5\r", "AT*REF=1,\r",
        "AT*REF=1,+5\r", "AT*REF=1 5\r", "AT*REF=-1,5\r", "AT*=1\r", "AT*ref=1,2\r", "AT*CONFIG=1,\"a\r",
        "AT*CONFIG=1,\"a\",\"b\"x\r", "AT*CONFIG=1,\"a\"\r", "AT*LED=1,1,2\r", "AT*GAIN=1,1\r", "AT*\r", "\u{fffd}\r",
    ])
    func `rubbish is refused`(text: String) {
        let results = decode(text)
        #expect(results.count == 1)
        #expect(throws: ATParseError.self) { try results[0].get() }
    }

    @Test func `line feeds and the C string's end are tolerated between commands`() {
        #expect(decode("AT*FTRIM=1\r\nAT*COMWDG=2\n\0").count == 2)
        #expect(decode("").isEmpty)
        #expect(decode("\0\0").isEmpty)
    }

    @Test func `more than the drone's buffer is refused as a whole`() {
        let text = String(repeating: "AT*FTRIM=1\r", count: 100)
        #expect(decode(text) == [.failure(.tooLong(bytes: 1100))])
    }

    @Test func `the first command of a session carries 1 and each command takes the next number`() throws {
        var writer = ATDatagramWriter(sequence: ATSequence())
        try writer.append(.pcmd(Movement(.hover)))
        try writer.append(.ref(REFInput(flight: false)))
        let (datagrams, sequence) = writer.finish()
        #expect(datagrams.map { String(decoding: $0, as: UTF8.self) } == ["AT*PCMD=1,0,0,0,0,0\rAT*REF=2,290717696\r"])
        var continued = sequence
        #expect(continued.next() == 3)
        continued.restart()
        #expect(continued.next() == 1)
    }

    @Test func `no datagram exceeds 1024 bytes and ids stay with their key`() throws {
        var writer = ATDatagramWriter(sequence: ATSequence())
        for index in 0..<60 {
            try writer.append(together: [
                .configIDs(session: "71ca1641", user: "00000000", application: "1da978de"),
                .config(key: "video:bitrate", value: "\(index)"),
            ])
        }
        let (datagrams, _) = writer.finish()
        #expect(datagrams.count > 1)
        var next: UInt32 = 1
        for datagram in datagrams {
            #expect(datagram.count <= 1024)
            let commands = try ATDatagram.decode(datagram.span.bytes).map { try $0.get() }
            #expect(commands.map(\.sequence) == Array(next..<next + UInt32(commands.count)))
            next += UInt32(commands.count)
            #expect(
                commands.enumerated().allSatisfy { ($0.offset % 2 == 0) == ($0.element.command.name == "CONFIG_IDS") })
        }
        #expect(next == 121)
    }

    @Test func `ids without their key, and a key too long, are refused and use no number`() throws {
        var writer = ATDatagramWriter(sequence: ATSequence())
        let ids = ATCommand.configIDs(session: "1", user: "2", application: "3")
        #expect(throws: CommandError.lonelyConfigIDs) { try writer.append(ids) }
        #expect(throws: CommandError.lonelyConfigIDs) { try writer.append(together: [ids, .flatTrim]) }
        #expect(throws: CommandError.tooLong(command: "CONFIG", bytes: 1124)) {
            try writer.append(.config(key: "k", value: String(repeating: "v", count: 1105)))
        }
        try writer.append(.flatTrim)
        #expect(writer.finish().datagrams == [Array("AT*FTRIM=1\r".utf8)])
    }

    @Test func `seeded mutations of real datagrams neither trap nor hang`() {
        var state: UInt64 = 0x5EED
        func random() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state >> 33
        }
        let seed = table.map(\.text).joined().utf8.prefix(1000)
        for _ in 0..<3000 {
            var bytes = Array(seed)
            for _ in 0..<(1 + random() % 8) { bytes[Int(random() % UInt64(bytes.count))] = UInt8(random() & 0xFF) }
            let results = ATDatagram.decode(bytes.span.bytes)
            for case .success(let numbered) in results {
                var again: [UInt8] = []
                if (try? numbered.command.encode(sequence: numbered.sequence, into: &again)) == nil { continue }
                #expect(ATDatagram.decode(again.span.bytes).count == 1)
            }
        }
    }
}
