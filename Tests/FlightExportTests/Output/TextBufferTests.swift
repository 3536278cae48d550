import Foundation
import Testing

@testable import FlightExport

@Suite struct TextBufferTests {
    private func text(_ write: (inout TextBuffer) -> Void) -> String {
        var buffer = TextBuffer()
        write(&buffer)
        return String(decoding: buffer.bytes, as: UTF8.self)
    }

    @Test(arguments: [
        (0.75, 3, "0.75"), (0, 3, "0"), (-0.0004, 3, "0"), (-0.0005, 3, "-0.001"), (1, 0, "1"), (12.5, 0, "13"),
        (-180, 3, "-180"), (0.1, 1, "0.1"), (99.9996, 3, "100"), (0.001, 3, "0.001"), (10.050, 3, "10.05"),
        (48.123456789, 8, "48.12345679"), (-0.00000001, 8, "-0.00000001"), (1e17, 0, "100000000000000000"),
    ])
    func `a number has its decimals and no zeros behind them`(value: Double, decimals: Int, expected: String) {
        #expect(text { $0.append(value, decimals: decimals) } == expected)
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity, 1e18, -1e300])
    func `what is no decimal number is refused and leaves nothing`(value: Double) {
        var buffer = TextBuffer()
        let isWritten = buffer.append(value, decimals: 3)
        #expect(!isWritten)
        #expect(buffer.count == 0)
    }

    @Test func `ten thousand numbers are as the C library prints them`() {
        var random = SplitMix(state: 42)
        for _ in 0..<10_000 {
            let value = Double.random(in: -1e5...1e5, using: &random)
            let decimals = Int.random(in: 0...8, using: &random)
            let expected = String(format: "%.\(decimals)f", value)
            let written = text { $0.append(fixed: value, decimals: decimals) }
            // A tie in decimal is none in binary; both may round it either way, by one in the last place.
            let difference = abs((Double(written) ?? .nan) - (Double(expected) ?? .nan))
            #expect(difference <= 1.01 * pow(10, -Double(decimals)), "\(value)")
            #expect(Double(text { $0.append(value, decimals: decimals) }) == Double(written))
        }
    }

    @Test(arguments: [0, 1, -1, 9, 10, -10, 1_234_567_890, Int64.max, Int64.min])
    func `a whole number is whole`(value: Int64) {
        #expect(text { $0.append(integer: value) } == "\(value)")
    }

    @Test func `a time keeps its microseconds, however long it is`() {
        #expect(text { $0.append(seconds: .microseconds(1)) } == "0.000001")
        #expect(text { $0.append(seconds: .nanoseconds(1_769_860_800_123_456_789)) } == "1769860800.123456")
        #expect(text { $0.append(seconds: .milliseconds(-1500)) } == "-1.500000")
    }

    @Test func `hexadecimal has eight digits`() {
        #expect(text { $0.append(hexadecimal: 0x0F80_0C90) } == "0f800c90")
    }

    @Test func `what XML gives a meaning is replaced`() {
        #expect(text { $0.append(xml: "a<b>&\"c\"\u{1}é\u{1F600}") } == "a&lt;b&gt;&amp;&quot;c&quot;?é\u{1F600}")
    }
}

@Suite struct UTCTextTests {
    @Test func `a thousand times are as Foundation writes them`() {
        var random = SplitMix(state: 7)
        for _ in 0..<1000 {
            let seconds = Int64.random(in: -2_000_000_000...4_000_000_000, using: &random)
            let expected = Date(timeIntervalSince1970: Double(seconds)).formatted(.iso8601)
            #expect(UTCText.text(.seconds(seconds)) == expected.dropLast() + ".000Z")
            // A millisecond before is the last of the second before.
            #expect(UTCText.text(.seconds(seconds + 1) - .milliseconds(1)) == expected.dropLast() + ".999Z")
        }
    }

    @Test func `leap days and the ends of the calendar`() {
        #expect(UTCText.text(.seconds(951_782_400)) == "2000-02-29T00:00:00.000Z")
        #expect(UTCText.text(.seconds(Int64.max)) == "9999-12-31T23:59:59.999Z")
        #expect(UTCText.text(.seconds(Int64.min)) == "0001-01-01T00:00:00.000Z")
    }
}

/// The same numbers in every run.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
