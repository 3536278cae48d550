import DroneModel
import FlightRecording
import Testing

@testable import FlightReport

@Suite struct LedgerTests {
    @Test func `bands follow each other without a hole, silence included`() {
        var ledger = StateLedger()
        for (time, state) in [
            (2.0, FlightState.landed), (2.5, .landed), (3, .takingOff), (3.5, .hovering), (6, .hovering),
        ] {
            ledger.note(state, status: [], at: time)
        }
        ledger.finish(at: 10)
        #expect(
            ledger.spans.map { "\($0.name) \($0.start) \($0.end)" } == [
                "no navdata 0.0 2.0", "landed 2.0 3.0", "taking off 3.0 3.5", "no navdata 3.5 6.0",
                "no navdata 6.0 10.0",
            ])
        #expect(ledger.timeInStates.reduce(0) { $0 + $1.seconds } == 10)
        #expect(ledger.timeInStates.first?.name == "no navdata")
    }

    @Test func `where no state is told the flying bit still is`() {
        var ledger = StateLedger()
        ledger.note(nil, status: [], at: 0)
        ledger.note(nil, status: .flying, at: 0.5)
        ledger.finish(at: 1)
        #expect(ledger.spans.map(\.name) == ["on the ground, state n/a", "in the air, state n/a"])
    }

    @Test func `bands are bounded and totals go on`() {
        var ledger = StateLedger()
        for index in 0..<10_000 {
            ledger.note(
                index.isMultiple(of: 2) ? .hovering : .unknown(major: index), status: [], at: Double(index) / 10)
        }
        ledger.finish(at: 1000)
        #expect(ledger.spans.count == StateLedger.capacity)
        #expect(ledger.omitted == 10_000 - StateLedger.capacity)
        #expect(abs(ledger.timeInStates.reduce(0) { $0 + $1.seconds } - 1000) < 1e-6)
    }

    @Test(arguments: [(-150.0), 0, 35, 800]) func `a clock's drift is told through late packets`(drift: Double) throws {
        var clocks = ClockComparison()
        var state: UInt64 = 9
        for index in 0..<60_000 {
            let drone = Double(index) * 0.05
            state = state &* 6_364_136_223_846_793_005 &+ 1
            let delay = 0.002 + Double(state >> 40) / Double(1 << 24) * 0.03
            clocks.note(drone: drone.truncatingRemainder(dividingBy: 2048), host: drone * (1 + drift * 1e-6) + delay)
        }
        let found = try #require(clocks.drift)
        #expect(abs(found.partsPerMillion - drift) < 2, "\(found)")
    }

    @Test func `a short flight and a restart tell no drift`() {
        var clocks = ClockComparison()
        for index in 0..<1000 { clocks.note(drone: Double(index) * 0.05, host: Double(index) * 0.05) }
        #expect(clocks.drift == nil)
        for index in 0..<1000 { clocks.note(drone: Double(index) * 0.05, host: 100 + Double(index) * 0.05) }
        #expect(clocks.drift == nil)
    }

    @Test func `vibration is the root mean square of what is faster than 5 Hz`() throws {
        var meter = VibrationMeter()
        var last: Double?
        for index in 0..<4000 {
            let time = Double(index) * 0.005
            // 60 Hz of 0.1 g, and a slow sway of 1 g that does not count.
            let fast = 100 * (2 * Double.pi * 37 * time).sine
            last = meter.note(milligravity: SIMD3(fast + 1000 * (0.2 * time).sine, 0, -1000), at: time)
        }
        let expected = 0.1 * 9.80665 / 2.0.squareRoot()
        #expect(try abs(#require(last) - expected) < 0.1 * expected, "\(String(describing: last))")
    }

    @Test func `vibration is not told from slow packets`() {
        var meter = VibrationMeter()
        for index in 0..<100 {
            #expect(meter.note(milligravity: SIMD3(Double(index % 7), 0, 0), at: Double(index) * 0.066) == nil)
        }
    }

    @Test func `percentiles are nearest rank, a little high at most`() throws {
        var histogram = ValueHistogram()
        for index in 1...1000 { histogram.note(Double(index), at: 0) }
        for share in [0.01, 0.5, 0.95, 0.99, 1] {
            let found = try #require(histogram.percentile(share))
            #expect((share * 1000...share * 1000 * 1.016).contains(found), "\(share): \(found)")
        }
        #expect(histogram.mean == 500.5)
        #expect(ValueHistogram().percentile(0.5) == nil)
    }

    @Test func `a log line that the session notes too is one event`() {
        var ledger = EventLedger()
        ledger.note(DroneEvent(time: .seconds(5), severity: .notice, text: "landed"))
        ledger.note(.log(.notice, "landed"), at: 5.4)
        ledger.note(.log(.notice, "landed"), at: 7)
        ledger.note(.mark("gust"), at: 1)
        #expect(ledger.events.map(\.text) == ["mark: gust", "landed", "landed"])
    }

    @Test func `events are bounded, and the urgent ones come last to be dropped`() {
        var ledger = EventLedger()
        for index in 0..<2 * EventLedger.capacity { ledger.note(.key("\(index)"), at: Double(index)) }
        ledger.note(.log(.alarm, String(repeating: "x", count: 10_000)), at: 1e6)
        #expect(ledger.events.count == EventLedger.capacity + 1)
        #expect(ledger.omitted == EventLedger.capacity)
        #expect(ledger.events.last?.text.count == 401)
    }

    @Test func `the track turns speed by yaw, and its uncertainty only grows`() throws {
        var integrator = TrackIntegrator()
        for index in 0...1000 {
            // Ten seconds: five to the north, five to the east, a metre a second.
            let yaw = Angle(degrees: index < 500 ? 0 : 90)
            integrator.note(Velocity(forward: 1, right: 0), yaw: yaw, isFlying: true, at: Double(index) * 0.01)
        }
        let distance = try #require(integrator.distance)
        #expect(abs(distance.length - 10) < 1e-6)
        #expect(abs(distance.low - 9.46) < 1e-6)
        #expect(abs(distance.high - 10 / 0.82) < 1e-6)
        let track = integrator.finish(isNorthUp: true)
        let end = try #require(track.points.last)
        #expect(abs(end.north - 5) < 0.03 && abs(end.east - 5) < 0.03)
        #expect(zip(track.points, track.points.dropFirst()).allSatisfy { $0.uncertainty <= $1.uncertainty + 1e-9 })
        let uncertainty = try #require(track.finalUncertainty)
        #expect((1.2...1.6).contains(uncertainty), "\(uncertainty)")
    }

    @Test func `a silence breaks the track and costs what could be flown in it`() throws {
        var integrator = TrackIntegrator()
        integrator.note(Velocity(forward: 2, right: 0), yaw: .zero, isFlying: true, at: 0)
        integrator.note(Velocity(forward: 2, right: 0), yaw: .zero, isFlying: true, at: 3)
        let distance = try #require(integrator.distance)
        #expect(distance.length == 0)
        #expect(distance.unseen == 3)
        let track = integrator.finish(isNorthUp: false)
        #expect(track.points.allSatisfy { $0.startsRun })
        let uncertainty = try #require(track.finalUncertainty)
        #expect(uncertainty >= 6)
    }

    @Test func `a long track stays bounded and keeps its ends`() throws {
        var integrator = TrackIntegrator()
        for index in 0..<200_000 {
            integrator.note(
                Velocity(forward: 3, right: 0), yaw: Angle(degrees: Double(index) * 0.01), isFlying: true,
                at: Double(index) * 0.01)
        }
        let track = integrator.finish(isNorthUp: true)
        #expect(track.points.count <= 4002)
        #expect(track.points.first?.east == 0)
        #expect(track.points.count { $0.startsRun } == 1)
    }
}

extension Double {
    /// By its series, so that these tests need no C library.
    fileprivate var sine: Double {
        let turn = truncatingRemainder(dividingBy: 2 * .pi)
        let angle = turn > .pi ? turn - 2 * .pi : turn
        var (sum, term) = (angle, angle)
        for step in 1...12 {
            term *= -angle * angle / Double(2 * step * (2 * step + 1))
            sum += term
        }
        return sum
    }
}
