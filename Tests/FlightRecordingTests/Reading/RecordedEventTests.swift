import DroneModel
import Testing

@testable import FlightRecording

@Suite struct RecordedEventTests {
    private static let fix: PhoneFix = {
        let time = UTCTime(nanoseconds: 1_700_000_000_000_000_000)
        var fix = PhoneFix(
            device: "side", source: "owntracks", time: time,
            arrival: UTCTime(nanoseconds: time.nanoseconds + 1_500_000_000), latitude: 59.5, longitude: 11.25)
        fix.accuracy = 6
        fix.speed = 3
        fix.battery = 0.75
        return fix
    }()

    static let samples: [(RecordedEvent.Content, String)] = [
        (
            .log(.warning, "link \"lost\""),
            #"{"kind":"log","severity":"warning","t_ns":1500000000,"text":"link \"lost\""}"#
        ),
        (.key("take off"), #"{"kind":"key","t_ns":1500000000,"text":"take off"}"#),
        (
            .payload(PayloadOnBoard(mass: 0.088, massUncertainty: 0.001, position: SIMD3(0, 0.064, -0.016))),
            #"{"kind":"payload","mass_g":88,"mass_uncertainty_g":1,"position_mm":[0,64,-16],"t_ns":1500000000}"#
        ),
        (.step(name: "hover", state: "began"), #"{"kind":"step","name":"hover","state":"began","t_ns":1500000000}"#),
        (.mark("here"), #"{"kind":"mark","t_ns":1500000000,"text":"here"}"#),
        (.link("lost"), #"{"kind":"link","state":"lost","t_ns":1500000000}"#),
        (
            .fix(fix),
            #"{"kind":"fix","phone":{"accuracy_m":6,"arrival":"2023-11-14T22:13:21.500Z","battery":0.75,"#
                + #""device":"side","lat":59.5,"lon":11.25,"source":"owntracks","speed_m_s":3,"#
                + #""time":"2023-11-14T22:13:20Z"},"t_ns":1500000000}"#
        ),
        (
            .photo(device: "side", name: "20231114T221320Z-side.jpg", bytes: 12),
            #"{"bytes":12,"kind":"photo","name":"20231114T221320Z-side.jpg","phone":{"device":"side"},"t_ns":1500000000}"#
        ),
        (.dropped(packets: 7), #"{"kind":"dropped","packets":7,"t_ns":1500000000}"#),
    ]

    @Test(arguments: samples) func `an event is one line of JSON and comes back`(
        content: RecordedEvent.Content, line: String
    ) throws {
        let event = RecordedEvent(time: .milliseconds(1500), content: content)
        #expect(try event.line() == line)
        #expect(try RecordedEvent(line: line) == event)
    }

    @Test func `an unknown kind is kept as it stood`() throws {
        let line = #"{"kind":"wind","t_ns":5,"from":1}"#
        let event = try RecordedEvent(line: line)
        #expect(event == RecordedEvent(time: .nanoseconds(5), content: .other(kind: "wind", line: line)))
        #expect(try event.line() == line)
    }

    @Test(arguments: samples) func `a line that is cut off anywhere is refused`(
        content: RecordedEvent.Content, line: String
    ) {
        for length in 0..<line.utf8.count {
            let cut = String(decoding: line.utf8.prefix(length), as: UTF8.self)
            #expect(throws: RecordingError.self) { try RecordedEvent(line: cut) }
        }
    }

    @Test(arguments: [
        #"{"kind":"log","severity":"loud","t_ns":1}"#, #"{"kind":"payload","t_ns":1}"#,
        #"{"kind":"fix","t_ns":1}"#, #"{"kind":"fix","phone":{"device":"a","lat":1,"lon":2},"t_ns":1}"#,
        #"{"kind":"fix","phone":{"arrival":"2023-11-14T22:13:20Z","device":"a","lat":91,"lon":2,"time":"2023-11-14T22:13:20Z"},"t_ns":1}"#,
        #"{"kind":"payload","mass_g":-5,"t_ns":1}"#, #"{"t_ns":1}"#, #"{"kind":"mark"}"#, "[]", "42",
        #"{"kind":"mark","t_ns":99999999999999999999}"#,
    ])
    func `nonsense is refused with a reason`(line: String) {
        #expect(throws: RecordingError.self) { try RecordedEvent(line: line) }
    }
}
