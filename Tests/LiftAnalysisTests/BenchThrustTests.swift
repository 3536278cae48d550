import Foundation
import Testing

@testable import LiftAnalysis

/// Thrust that somebody measured on a bench, not the simulator: `../shared/data/thrust-stand`.
@Suite struct BenchThrustTests {
    private static let file = "../shared/data/thrust-stand/thrust-per-motor.csv"
    private static let isHere = FileManager.default.fileExists(atPath: file)

    /// Rows of percent and eight thrusts, grams: two runs of each motor.
    private static func rows() throws -> [[Double]] {
        try String(contentsOfFile: file, encoding: .utf8).split(whereSeparator: \.isNewline).dropFirst().map { line in
            line.split(separator: ",").compactMap { Double($0) }
        }
    }

    private static func readings() throws -> [BenchThrust.Reading] {
        try rows().flatMap { row in
            row.dropFirst().enumerated().map { index, grams in
                BenchThrust.Reading(motor: index / 2, percent: row[0], thrust: grams / 1000 * ThrustLaw.gravity)
            }
        }
    }

    @Test(.enabled(if: isHere, "\(file) is not here"), arguments: [0.394, 0.426, 0.458])
    func `the bench predicts the hover command`(mass: Double) throws {
        let bench = try #require(BenchThrust(try Self.readings()))
        let (counts, interval) = bench.hoverCounts(grossMass: mass)
        // By another way: between the two rows of the table whose sum of four motors is next to the mass.
        let sums = try Self.rows().map { row in (percent: row[0], grams: row.dropFirst().reduce(0, +) / 2) }
        let above = try #require(sums.firstIndex { $0.grams >= mass * 1000 })
        let (low, high) = (sums[above - 1], sums[above])
        let share = (mass * 1000 - low.grams) / (high.grams - low.grams)
        let table = 2.55 * (low.percent + share * (high.percent - low.percent))
        #expect(abs(counts - table) < 2.5, "\(counts) by the fit, \(table) by the table")
        #expect(interval.contains(table))
        // In flight these masses take 144–163 counts by the law of weighed hovers; the bench reads 7 % less thrust at
        // this command (lift physics, facts 1), which is 8 counts, and its interval of four motors reaches there.
        let law = ThrustLaw().hoverCounts(grossMass: mass, density: 1.204)
        #expect((4...16).contains(counts - law), "\(counts) on the bench, \(law) in flight")
        let less = 1 - (law + 90.2) * (law + 90.2) / ((counts + 90.2) * (counts + 90.2))
        #expect((0.03...0.13).contains(less), "the bench reads \(less) less")
    }

    @Test(.enabled(if: isHere, "\(file) is not here"))
    func `the bench's own law has the slope of the flights`() throws {
        let bench = try #require(BenchThrust(try Self.readings()))
        let slope = (bench.hoverCounts(grossMass: 0.458).counts - bench.hoverCounts(grossMass: 0.394).counts) / 64
        #expect((0.22...0.31).contains(slope), "\(slope) counts per gram")
        #expect((0.03...0.12).contains(bench.motorSpread), "\(bench.motorSpread)")
    }

    @Test func `too few levels give no law`() {
        #expect(BenchThrust([]) == nil)
        #expect(
            BenchThrust([.init(motor: 0, percent: 50, thrust: 1), .init(motor: 0, percent: 60, thrust: 1.2)]) == nil)
        let flat = (0..<8).map { BenchThrust.Reading(motor: 0, percent: Double(20 + 10 * $0), thrust: 1) }
        #expect(BenchThrust(flat) == nil)
    }

    @Test func `a trend is flat where chance explains it, and neighbours that are alike widen it`() throws {
        func stretches(_ slope: Double, _ noise: (Int) -> Double) -> [ChargeTrend.Stretch] {
            (0..<60).map { .init(charge: 100 - Double($0), collective: 175 + slope * Double($0) + noise($0)) }
        }
        let alternate = { (index: Int) in index.isMultiple(of: 2) ? 1.0 : -1 }
        #expect(try #require(ChargeTrend(stretches(0, alternate))).isFlat)
        let steep = try #require(ChargeTrend(stretches(0.2, alternate)))
        #expect(!steep.isFlat && abs(steep.slope + 0.2) < 0.03)
        let slow = { (index: Int) in (index / 10).isMultiple(of: 2) ? 1.0 : -1 }
        #expect(try #require(ChargeTrend(stretches(0, slow))).halfWidth > 2 * steep.halfWidth)
        #expect(ChargeTrend([]) == nil)
        #expect(ChargeTrend((0..<9).map { _ in .init(charge: 50, collective: 170) }) == nil)
    }
}
