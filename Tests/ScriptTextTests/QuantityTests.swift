import ScriptText
import Testing

struct QuantityTests {
    static let readable: [(String, Double, Quantity.Dimension)] = [
        ("20 s", 20, .time), ("250 ms", 0.25, .time), ("250ms", 0.25, .time), ("2 min", 120, .time),
        ("1.5 m", 1.5, .length), ("-10 mm", -0.01, .length), ("30cm", 0.3, .length), (".5 m", 0.5, .length),
        ("88 g", 0.088, .mass), ("0.42 kg", 0.42, .mass),
        ("0.5 m/s", 0.5, .speed), ("36 km/h", 10, .speed),
        ("180 deg", .pi, .angle), ("180°", .pi, .angle), ("0.2 rad", 0.2, .angle),
        ("90 deg/s", .pi / 2, .angularSpeed), ("30 %", 0.3, .share), ("100%", 1, .share),
        ("11.1 V", 11.1, .voltage), ("9000 mV", 9, .voltage), ("7", 7, .number), ("-3e2", -300, .number),
        ("  4   g ", 0.004, .mass), ("+2 s", 2, .time), ("1e3 ms", 1, .time),
    ]

    @Test(arguments: readable)
    func `a quantity is read into SI units`(text: String, value: Double, dimension: Quantity.Dimension) throws {
        let quantity = try Quantity(text)
        #expect(quantity.dimension == dimension)
        #expect(abs(quantity.value - value) <= abs(value) * 1e-15)
    }

    @Test(arguments: ["", " ", "s", "ten s", "nan", "inf s", "-", ".", "+.e5", "0x10 m", "1e999 s", "−5 m", "--1 s"])
    func `what does not begin with a decimal number is no quantity`(text: String) {
        #expect(throws: QuantityError.self) { try Quantity(text) }
    }

    @Test(arguments: [("5 sec", "s"), ("5 Deg", "deg"), ("5 kgg", "kg"), ("3 m/S", "m/s")])
    func `a mistyped unit gets a suggestion`(text: String, suggestion: String) {
        let symbol = String(text.dropFirst(2))
        #expect(throws: QuantityError.unknownUnit(symbol: symbol, suggestion: symbol == "sec" ? nil : suggestion)) {
            try Quantity(text)
        }
    }

    @Test func `only a time within reason has a duration`() throws {
        #expect(try Quantity("250 ms").duration == .milliseconds(250))
        #expect(try Quantity("2 m").duration == nil)
        #expect(try Quantity("1e300 s").duration == nil)
        #expect(try Quantity("-1e18 s").duration == nil)
    }
}
