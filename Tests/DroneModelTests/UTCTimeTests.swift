import DroneModel
import Testing

struct UTCTimeTests {
    @Test(
        arguments: [
            ("2023-11-14T22:13:20Z", 1_700_000_000_000_000_000), ("2023-11-14 22:13:20", 1_700_000_000_000_000_000),
            ("2023:11:14 22:13:20.5", 1_700_000_000_500_000_000),
            ("2023-11-14T23:13:20+01:00", 1_700_000_000_000_000_000),
            ("2023-11-14T22:13:20.123456789123Z", 1_700_000_000_123_456_789), ("1970-01-01T00:00:00Z", 0),
            ("1969-12-31T23:59:59Z", -1_000_000_000), ("2024-02-29T00:00:00Z", 1_709_164_800_000_000_000),
            ("2023-11-14T17:13:20-0500", 1_700_000_000_000_000_000), ("2000-03-01T00:00:00Z", 951_868_800_000_000_000),
        ] as [(String, Int64)])
    func `times are read in every form that apps send`(text: String, nanoseconds: Int64) {
        #expect(UTCTime(text: text)?.nanoseconds == nanoseconds)
    }

    @Test(arguments: [
        "", "2023", "2023-11-14", "2023-13-14T22:13:20Z", "2023-02-30T00:00:00Z", "2023-02-29T00:00:00Z",
        "2023-11-14T24:13:20Z", "2023-11-14T22:60:20Z", "2023-11-14T22:13:20X", "2023-11-14T22:13:20.Z",
        "2023-11-14T22:13:20+", "2023-11-14T22:13:20+1", "2023-11-14T22:13:20Zz", "9999-11-14T22:13:20Z", "1700000000",
    ])
    func `what is no time is none`(text: String) { #expect(UTCTime(text: text) == nil) }

    @Test(arguments: Array(stride(from: Int64(-9_000_000_000), through: 9_000_000_000, by: 123_456_789)))
    func `text goes there and back`(second: Int64) {
        let time = UTCTime(nanoseconds: second * 1_000_000_000 + 1_000_000)
        #expect(UTCTime(text: time.text) == time)
    }

    @Test func `nothing overflows`() {
        #expect(UTCTime(seconds: 1e300) == nil)
        #expect(UTCTime(seconds: .nan) == nil)
        let last = UTCTime(nanoseconds: .max)
        #expect(last + .seconds(1) == last)
        #expect(UTCTime(nanoseconds: .min) - last < .zero)
        #expect(last.compactText.hasPrefix("2262"))
    }
}
