import Testing

@testable import FlightReport

@Suite struct EnvelopeSeriesTests {
    @Test func `an hour at 200 Hz fits, and every peak stays`() throws {
        var series = EnvelopeSeries(longestGap: 0.5)
        let peaks = [123_457: 9.0, 400_000: -7, 719_998: 5]
        for index in 0..<720_000 { series.note(peaks[index] ?? Double(index % 3), at: Double(index) * 0.005) }
        #expect(series.count == 720_000)
        #expect(series.points.count <= 2 * EnvelopeSeries.capacity)
        #expect(series.points.count > EnvelopeSeries.capacity / 2)
        for (index, value) in peaks {
            let found = try #require(series.points.first { $0.y == value }, "\(value)")
            #expect(abs(found.x - Double(index) * 0.005) < 1e-6)
        }
        #expect(series.points.count { $0.startsRun } == 1)
        #expect(zip(series.points, series.points.dropFirst()).allSatisfy { $0.x <= $1.x })
    }

    @Test(arguments: [(0.5, 1), (0.500001, 2), (30, 2)])
    func `a silence longer than the longest gap breaks the curve`(gap: Double, runs: Int) {
        var series = EnvelopeSeries(longestGap: 0.5)
        for index in 0..<10 { series.note(1, at: Double(index) * 0.01) }
        for index in 0..<10 { series.note(1, at: 0.09 + gap + Double(index) * 0.01) }
        #expect(series.points.count { $0.startsRun } == runs)
    }

    @Test func `what is no number is no point, and a time that goes back does not go back`() {
        var series = EnvelopeSeries(longestGap: 0.5)
        for value in [Double.nan, .infinity, -.infinity] { series.note(value, at: 1) }
        series.note(1, at: .nan)
        #expect(series.isEmpty && series.points.isEmpty && series.lowest == nil)
        series.note(1, at: 10)
        series.note(2, at: 3)
        #expect(series.points.map(\.x) == [10, 10])
        #expect(series.highest == 2)
    }

    @Test func `points of any distance stay bounded`() {
        var series = EnvelopeSeries(longestGap: 0.5)
        for index in 0..<20_000 { series.note(Double(index), at: Double(index) * 40_000) }
        #expect(series.points.count <= 2 * EnvelopeSeries.capacity)
        #expect(series.points.last?.y == 19_999)
        #expect(series.points.first?.y == 0)
    }
}
