import FlightRecording
import Foundation
import LiftAnalysis
import Testing

@testable import FlightReport

/// A flight of a real drone that emptied its battery: the simulator has no part in it.
@Suite struct RealChargeTests {
    private static let path = "../shared/data/ardrone2-captures/Normal_Flights_Flight5.pcapng.gz"
    private static let isThere = FileManager.default.fileExists(atPath: path)

    /// From 100 to 4 % in three flights outdoors, a third of the packets caught by a sniffer.
    @Test(.enabled(if: isThere, "\(path) is not there"))
    func `hover takes the same counts whatever the charge`() throws {
        let source = try RecordingSource(path: Self.path)
        let reader = try FlightReader(source)
        var sampler = LiftSampler(manifest: source.manifest)
        var stretches = HoverStretches()
        while let item = reader.next() {
            guard let sample = sampler.receive(item) else { continue }
            stretches.receive(sample, charge: sampler.charge)
        }
        #expect(sampler.motorCount > 3000)
        let trend = try #require(ChargeTrend(stretches.all), "\(stretches.all.count) stretches")
        print(
            "Flight5: \(trend.count) stretches of hover from \(trend.span.upperBound) to \(trend.span.lowerBound) %: "
                + "\(trend.collective) counts, slope \(trend.slope) ± \(trend.halfWidth) counts per percent")
        #expect(trend.count >= 15 && trend.span.upperBound - trend.span.lowerBound > 60, "\(trend)")
        // It weighs the drone: 173–180 counts were read by others from the same capture.
        #expect((170...183).contains(trend.collective), "\(trend)")
        #expect(trend.isFlat, "\(trend)")
        // And the flatness is not for want of knowing: over the whole charge the interval is a few counts wide, where an
        // open-loop controller would need 10 % more command, 25 counts, from 12.3 to 10.5 V.
        #expect(trend.halfWidth * 90 < 12, "\(trend)")
    }
}
