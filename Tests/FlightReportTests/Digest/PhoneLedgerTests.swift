import DroneModel
import FlightRecording
import Testing

@testable import FlightReport

struct PhoneLedgerTests {
    private static let start = 1_700_000_000.0

    /// A fix so many seconds after the recording began, some metres north and east of home.
    private func fix(_ second: Double, north: Double = 0, east: Double = 0, late: Double = 0.5) -> PhoneFix {
        let time = UTCTime(nanoseconds: Int64((Self.start + second) * 1e9))
        // On the equator a degree is as long in both directions.
        var fix = PhoneFix(
            device: "side", source: "owntracks", time: time, arrival: time + .milliseconds(Int(late * 1000)),
            latitude: north / LocalPlane.metresPerDegree, longitude: east / LocalPlane.metresPerDegree)
        fix.accuracy = 6
        return fix
    }

    @Test func `what is missing and late is told`() throws {
        var ledger = PhoneLedger()
        // Once a second for 20 s, without those of 5 to 9 s, out of order.
        for second in (0..<20).reversed() where !(5..<10).contains(second) {
            ledger.note(.fix(fix(Double(second), late: second == 4 ? 60 : 0.5)), at: Double(second), hasFlown: true)
        }
        let phone = try #require(ledger.facts(start: Self.start).first)
        #expect(phone.name == "side" && phone.sources == ["owntracks"])
        #expect(phone.received == 15 && phone.expected == 20 && phone.usualInterval == 1)
        #expect(phone.longestGap == PhoneFacts.Gap(start: 4, length: 6))
        #expect(phone.medianLatency == 0.5 && phone.scatter == nil)
        #expect(phone.track.points.map(\.time) == phone.track.points.map(\.time).sorted())
    }

    @Test func `a phone at rest scatters as it does, and in flight does not count`() throws {
        var ledger = PhoneLedger()
        // On a circle of 3 m: every fix is 3 m from the mean, to the millimetre.
        for (index, place) in [
            (3.0, 0.0), (0, 3), (-3, 0), (0, -3), (3, 0), (0, 3), (-3, 0), (0, -3), (3, 0), (0, 3),
            (-3, 0), (0, -3),
        ].enumerated() {
            ledger.note(.fix(fix(Double(index), north: place.0, east: place.1)), at: Double(index), hasFlown: false)
        }
        ledger.note(.fix(fix(30, north: 500)), at: 30, hasFlown: true)
        let scatter = try #require(ledger.facts(start: Self.start).first?.scatter)
        #expect(scatter.count == 12 && abs(scatter.radius - 3) < 0.001)
    }

    @Test func `one far fix of twenty is beyond the radius of 95 %`() throws {
        var ledger = PhoneLedger()
        for index in 0..<20 {
            let place = index == 7 ? 100.0 : 0
            ledger.note(.fix(fix(Double(index), north: place)), at: Double(index), hasFlown: false)
        }
        let scatter = try #require(ledger.facts(start: nil).first?.scatter)
        // The mean is 5 m from all the others.
        #expect(abs(scatter.radius - 5) < 0.001)
    }

    @Test func `pictures are joined to the nearest fix by the time in their name`() throws {
        var ledger = PhoneLedger()
        for second in 0..<5 { ledger.note(.fix(fix(Double(second) + 0.25)), at: Double(second), hasFlown: true) }
        ledger.note(.photo(device: "side", name: "20231114T221323Z-side.jpg", bytes: 9000), at: 4, hasFlown: true)
        ledger.note(.photo(device: "side", name: "nonsense.jpg", bytes: 1), at: 5, hasFlown: true)
        let pictures = try #require(ledger.facts(start: Self.start).first).pictures
        #expect(pictures[0].taken == 3 && pictures[0].arrival == 4)
        // Seconds since 1970 are known to a quarter of a microsecond.
        #expect(abs((pictures[0].fixGap ?? 9) - 0.25) < 1e-5, "\(pictures[0])")
        #expect(pictures[1].taken == nil && pictures[1].fixGap == nil)
    }

    @Test func `neither phones nor pictures nor fixes grow without end`() throws {
        var ledger = PhoneLedger()
        for number in 0..<(PhoneLedger.mostFixes + 10) {
            ledger.note(.fix(fix(Double(number))), at: Double(number), hasFlown: true)
        }
        for number in 0..<(PhoneLedger.mostPictures + 7) {
            ledger.note(.photo(device: "side", name: "\(number).jpg", bytes: 1), at: 0, hasFlown: true)
        }
        for number in 0..<50 {
            ledger.note(.photo(device: "phone\(number)", name: "a.jpg", bytes: 1), at: 0, hasFlown: true)
        }
        let phones = ledger.facts(start: Self.start)
        #expect(phones.count == PhoneLedger.mostPhones)
        #expect(phones[0].received == PhoneLedger.mostFixes + 10 && phones[0].omittedPictures == 7)
        #expect(phones[0].track.points.count < 6000)
    }
}
