import DroneModel
import Testing

@testable import FlightRecording

@Suite struct ClockEstimatorTests {
    /// A delay as Wi-Fi has it: mostly a little more than the shortest, now and then much more. By a fixed rule, so
    /// that every run sees the same.
    private static func delay(_ step: Int) -> Double {
        let noise = Double((step &* 2_654_435_761) & 0xFFFF) / 65_536
        return 0.002 + noise * 0.004 + (step % 37 == 0 ? 0.120 : 0)
    }

    /// A clock that began `offset` seconds after the host's, and loses `drift` parts per million against it.
    private static func estimate(
        offset: Double, drift: Double, seconds: Int, rate: Int = 200, wrap: Double? = nil, begin: Double = 3
    ) -> ClockAlignment? {
        var estimator = ClockEstimator(wrap == nil ? .camera : .drone)
        for step in 0..<seconds * rate {
            let reading = begin + Double(step) / Double(rate)
            let host = offset + reading + (reading - begin) * drift * 1e-6
            let raw = wrap.map { reading.truncatingRemainder(dividingBy: $0) } ?? reading
            estimator.add(.seconds(raw), arrivedAt: .seconds(host + delay(step)))
        }
        return estimator.alignment
    }

    @Test(arguments: [0.0, 40, -40, 250])
    func `offset and drift are found to within the error that is told`(drift: Double) throws {
        let found = try #require(Self.estimate(offset: 12.5, drift: drift, seconds: 600))
        // The shortest delay cannot be told from an offset; of 200 a second the shortest is close to 2 ms.
        #expect(abs(found.offset - 12.502) < 0.0005)
        #expect(abs(found.drift - drift) < max(0.5, 4 * found.driftError))
        #expect(found.driftError < 0.5)
        #expect(found.residual < 0.001)
        #expect(abs(found.span - 600) < 0.1)
        #expect(found.readings == 120_000)
        #expect(found.restarts == 0)
    }

    @Test func `the drone's clock goes back to zero after 2048 seconds and the estimate does not`() throws {
        let found = try #require(
            Self.estimate(offset: 1, drift: 30, seconds: 5000, rate: 15, wrap: 2048, begin: 2000))
        #expect(abs(found.drift - 30) < 0.5)
        #expect(abs(found.span - 5000) < 1)
        #expect(found.restarts == 0)
    }

    @Test func `a drone that restarts begins anew, and the longest stretch counts`() throws {
        var estimator = ClockEstimator(.drone)
        for second in 0..<100 { estimator.add(.seconds(50 + second), arrivedAt: .seconds(second)) }
        for second in 0..<20 { estimator.add(.seconds(4 + second), arrivedAt: .seconds(103 + second)) }
        let found = try #require(estimator.alignment)
        #expect(found.restarts == 1)
        #expect(abs(found.span - 99) < 0.001)
        #expect(abs(found.offset + 50) < 1e-6)
        #expect(found.readings == 100)
    }

    @Test func `an hour takes no more memory than a quarter of one and is as exact`() throws {
        let found = try #require(Self.estimate(offset: 0, drift: 12, seconds: 14_400, rate: 15))
        #expect(abs(found.drift - 12) < 0.2)
    }

    @Test func `too little is no estimate`() {
        #expect(ClockEstimator(.drone).alignment == nil)
        #expect(Self.estimate(offset: 1, drift: 0, seconds: 2) == nil)
    }

    @Test func `a clock that stands still, or nonsense, is survived`() {
        var still = ClockEstimator(.drone)
        for second in 0..<4 { still.add(.seconds(7), arrivedAt: .seconds(second)) }
        #expect(still.alignment == nil)
        var wild = ClockEstimator(.camera)
        for step in 0..<5000 {
            let value = Int64(truncatingIfNeeded: UInt64(step) &* 0x9E37_79B9_7F4A_7C15) >> 20
            wild.add(.milliseconds(value), arrivedAt: .milliseconds(step))
        }
        #expect((wild.alignment?.residual).map { $0.isFinite } != false)
    }
}
