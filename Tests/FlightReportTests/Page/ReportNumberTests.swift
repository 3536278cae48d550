import Testing

@testable import FlightReport

@Suite struct ReportNumberTests {
    @Test func `what is unknown is n-a and never zero`() {
        for value in [nil, Double.nan, .infinity, -.infinity] as [Double?] {
            #expect(ReportNumber.text(value, decimals: 1, unit: "m") == "n/a")
            #expect(ReportNumber.duration(value) == "n/a")
        }
        #expect(ReportNumber.clock(-1) == "n/a")
        #expect(ReportNumber.clock(.nan) == "n/a")
        #expect(ReportNumber.utc(-1) == "n/a")
        #expect(ReportNumber.utc(.max) == "n/a")
    }

    @Test func `numbers carry a true minus and their unit`() {
        #expect(ReportNumber.text(-0.997, decimals: 2, unit: "m") == "\u{2212}1.00\u{A0}m")
        #expect(ReportNumber.text(-0.001, decimals: 1) == "0.0")
        #expect(ReportNumber.text(26, decimals: 0, unit: "°") == "26°")
        #expect(ReportNumber.count(-1_234_567) == "\u{2212}1\u{202F}234\u{202F}567")
        #expect(ReportNumber.count(12) == "12")
    }

    @Test(arguments: [
        (0, false, "0:00"), (59.99, false, "0:59"), (59.96, true, "1:00.0"), (187.24, true, "3:07.2"),
        (3765, false, "1:02:45"),
    ])
    func `a moment reads as a clock does`(seconds: Double, tenths: Bool, text: String) {
        #expect(ReportNumber.clock(seconds, tenths: tenths) == text)
    }

    @Test(arguments: [
        (45.23, "45.2\u{A0}s"), (59.96, "1\u{A0}min 00\u{A0}s"), (725, "12\u{A0}min 05\u{A0}s"),
        (3725, "1\u{A0}h 02\u{A0}min"),
    ])
    func `a time is told in the units that fit it`(seconds: Double, text: String) {
        #expect(ReportNumber.duration(seconds) == text)
    }

    @Test(
        arguments: [
            (0, "1970-01-01 00:00:00 UTC"), (951_782_399, "2000-02-28 23:59:59 UTC"),
            (951_868_799, "2000-02-29 23:59:59 UTC"), (1_507_928_079, "2017-10-13 20:54:39 UTC"),
            (4_107_542_399, "2100-02-28 23:59:59 UTC"), (4_107_542_400, "2100-03-01 00:00:00 UTC"),
        ] as [(Int64, String)])
    func `dates are those of the calendar, leap years too`(seconds: Int64, text: String) {
        #expect(ReportNumber.utc(seconds) == text)
    }
}
