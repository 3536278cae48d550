import DroneModel
import Testing

@Suite struct FirmwareVersionTests {
    @Test(arguments: [
        ("2.4.8", FirmwareVersion(2, 4, 8)), ("2.3.3\n", FirmwareVersion(2, 3, 3)), ("1.11", FirmwareVersion(1, 11, 0)),
        ("1.7.4\r\n", FirmwareVersion(1, 7, 4)), (" 2.4.8", FirmwareVersion(2, 4, 8)),
        ("2.4.8-beta", FirmwareVersion(2, 4, 8)),
    ])
    func `a version is read from what drones write`(text: String, version: FirmwareVersion) {
        #expect(FirmwareVersion(text) == version)
    }

    @Test(arguments: ["", "2", "x.y", ".4", "two.four", "99999999999999999999.1", "\n2.4.8"])
    func `anything else is no version`(text: String) {
        #expect(FirmwareVersion(text) == nil)
    }

    @Test func `versions compare by number, not by text`() {
        #expect(FirmwareVersion(2, 4, 10) > FirmwareVersion(2, 4, 9))
        #expect(FirmwareVersion(1, 11, 5) < FirmwareVersion(2, 0, 0))
        #expect(FirmwareVersion(3, 0, 0).generation == nil)
        #expect(FirmwareVersion(1, 11, 5).generation == .ardrone1)
    }
}

@Suite struct ControlStateTests {
    private static let states: [FlightState] = [
        .booting, .initializing, .landed, .flying, .hovering, .test, .takingOff, .braking, .landing, .looping,
    ]

    @Test(arguments: [ControlStateNumbering.header, .shifted])
    func `every state has one number and every number one state`(numbering: ControlStateNumbering) {
        for state in Self.states { #expect(numbering.state(major: numbering.major(of: state)) == state) }
        #expect(Set(Self.states.map(numbering.major)).count == Self.states.count)
    }

    @Test func `a landing on a 2 4 drone reads landing and not looping`() {
        #expect(ControlStateNumbering(firmware: FirmwareVersion(2, 4, 8)).state(major: 9) == .landing)
        #expect(ControlStateNumbering(firmware: FirmwareVersion(2, 3, 3)).state(major: 9) == .looping)
        #expect(ControlStateNumbering(firmware: FirmwareVersion(1, 11, 5)).state(major: 8) == .landing)
        #expect(ControlStateNumbering.shifted.state(major: 6) == .unknown(major: 6))
        #expect(ControlStateNumbering.header.state(major: -1) == .unknown(major: -1))
    }
}

@Suite struct ReadingTests {
    private let reading = Reading(1.0, at: .seconds(10))

    @Test(arguments: [
        (Duration.milliseconds(10_499), Freshness.fresh), (.milliseconds(10_500), .stale),
        (.milliseconds(11_999), .stale),
        (.milliseconds(12_000), .expired), (.seconds(9), .fresh),
    ])
    func `a value is stale from half a second on and expired from two`(now: Duration, freshness: Freshness) {
        #expect(reading.freshness(at: now) == freshness)
    }

    @Test func `an expired value is no value, and neither is one that never came`() {
        #expect(Optional(reading).current(at: .milliseconds(11_999)) == 1)
        #expect(Optional(reading).current(at: .seconds(12)) == nil)
        #expect(Optional<Reading<Double>>.none.current(at: .zero) == nil)
    }
}

@Suite struct SetpointTests {
    @Test func `a set-point is clamped and NaN is rest`() {
        let wild = Setpoint(roll: 7, pitch: -.infinity, climb: .nan, yaw: 0.25)
        #expect(wild == Setpoint(roll: 1, pitch: -1, climb: 0, yaw: 0.25))
    }
}

@Suite struct DroneStatusTests {
    @Test func `the names stand at their bits`() {
        #expect(DroneStatus.names.count == 32)
        for (index, entry) in DroneStatus.names.enumerated() { #expect(entry.bit.rawValue == 1 << UInt32(index)) }
        #expect(DroneStatus(rawValue: 0x8000_8001).setNames == ["flying", "battery low", "emergency"])
    }
}
