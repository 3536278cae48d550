import Testing

@testable import FlightReport

@Suite struct AxisScaleTests {
    @Test(arguments: [(0.0, 14.97), (-0.997, 0.2), (0, 0), (5, 5), (-3, 1e6), (11.2, 11.9), (1e-6, 2e-6)])
    func `a linear axis holds its range and ends at ticks`(low: Double, high: Double) throws {
        let axis = AxisScale(holding: low...high, spacing: .linear)
        #expect(axis.low <= low + 1e-9 && axis.high >= high - 1e-9 && axis.low < axis.high)
        #expect((2...12).contains(axis.ticks.count))
        #expect(try abs(#require(axis.ticks.first) - axis.low) < 1e-9 * max(1, abs(axis.low)))
        #expect(try abs(#require(axis.ticks.last) - axis.high) < 1e-9 * max(1, abs(axis.high)))
        #expect(axis.place(of: axis.low) == 0)
        #expect(axis.place(of: axis.high) == 1)
        let labels = axis.ticks.map(axis.label(of:))
        if high > 1e-3 { #expect(Set(labels).count == labels.count, "\(labels)") }
    }

    @Test(arguments: [0.05, 1, 42, 90, 704, 3600, 90_000, 1e8])
    func `time has ticks at round times and never too many`(end: Double) {
        let axis = AxisScale(holding: 0...end, spacing: .time, ticks: 10)
        #expect(axis.high >= end)
        #expect((1...22).contains(axis.ticks.count), "\(axis.ticks)")
        #expect(axis.ticks.allSatisfy { (0...axis.high * 1.000001).contains($0) })
    }

    @Test func `a logarithmic axis gives equal ratios equal lengths and takes what is not above zero`() {
        let axis = AxisScale(holding: 0.001...8.5, spacing: .logarithmic)
        #expect(axis.low == 0.001)
        #expect(abs(axis.high - 10) < 1e-9)
        #expect(abs(axis.place(of: 0.1) - 0.5) < 1e-9)
        #expect(axis.place(of: 0) == 0)
        #expect(axis.place(of: -5) == 0)
        #expect(axis.ticks.map(axis.label(of:)) == ["0.001", "0.01", "0.1", "1", "10"])
    }

    @Test func `an exact axis ends where it is told`() {
        let axis = AxisScale(exactly: 0...255, step: 50)
        #expect(axis.high == 255)
        #expect(axis.ticks == [0, 50, 100, 150, 200, 250])
    }
}
