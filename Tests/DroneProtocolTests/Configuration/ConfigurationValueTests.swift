import Testing

@testable import DroneProtocol

@Suite struct ConfigurationValueTests {
    @Test(arguments: [
        (0.0, "0.000000"), (0.5, "0.500000"), (-0.25, "-0.250000"), (0.349066, "0.349066"), (1000, "1000.000000"),
        (1.7453292519943295, "1.745329"), (0.0000004, "0.000000"), (0.0000006, "0.000001"), (0.9999999, "1.000000"),
        (999_999_999_999, "999999999999.000000"), (1e20, "1e+20"), (-12.000001, "-12.000001"),
    ])
    func `floats are written as six decimals`(number: Double, text: String) {
        #expect(ConfigurationValue.float(number).wireText() == text)
    }

    @Test(arguments: [
        ("0.20943951", "2.0943952e-01"), ("700", "7.0000000e+02"), ("3.4906585", "3.4906585e+00"),
        ("0", "0.0000000e+00"), ("-4414.6367", "-4.4146367e+03"), ("0.001", "1.0000000e-03"),
        ("9.99999999", "1.0000000e+01"), ("1e-20", "9.9999997e-21"), ("3e38", "3.0000000e+38"),
    ])
    func `a dump shows floats with eight digits`(text: String, shown: String) {
        #expect(ConfigurationValue(text, as: .float)?.dumpText == shown)
    }

    @Test(arguments: [
        ("500", "5.0000000000000000e+02"), ("48.8566", "4.8856600000000000e+01"), ("-0.1", "-1.0000000000000000e-01"),
    ])
    func `a dump shows doubles with seventeen digits`(text: String, shown: String) {
        #expect(ConfigurationValue(text, as: .double)?.dumpText == shown)
    }

    @Test func `a double can be sent as its bits`() {
        #expect(ConfigurationValue.double(42).wireText(doubles: .bitPattern) == "4631107791820423168")
        #expect(ConfigurationValue.double(-48.5).wireText() == "-48.500000")
    }

    @Test(arguments: [
        "{ -4.4146367e+03 3.9941775e+03 3.8131077e+03 }", "{-4414.6367 3994.1775 3813.1077}",
        "-4414.6367 3994.1775 3813.1077", "{   -4.4146367e+03   3.9941775e+03 3.8131077e+03}",
    ])
    func `vectors are read with and without braces`(text: String) {
        #expect(
            ConfigurationValue(text, as: .vector(3))?.dumpText == "{ -4.4146367e+03 3.9941775e+03 3.8131077e+03 }")
    }

    @Test(arguments: [
        "{ 1 2 }", "{ 1 2 3 4 }", "{ 1 2 3", "1 2 3 }", "{", "{}", "", "1,2,3", "{ 1 2 x }", "{ 1 2 inf }",
    ])
    func `a vector of another shape is none`(text: String) {
        #expect(ConfigurationValue(text, as: .vector(3)) == nil)
    }

    @Test(arguments: [
        "", " 5", "5 ", "5.0", "1e3", "2147483648", "-2147483649", "0x", "0x1ffffffff", "0x-1", "٣", "--1",
    ])
    func `what is no 32-bit number is refused`(text: String) {
        #expect(ConfigurationValue(text, as: .int) == nil)
    }

    @Test(arguments: [
        "nan", "inf", "-inf", "0x1p3", "1,5", "", "1e400", "1e39", " 1", "1 000", "٣.٥", "1e", "infinity",
    ])
    func `what is no finite single in the C locale is refused`(text: String) {
        #expect(ConfigurationValue(text, as: .float) == nil)
    }

    @Test func `a double reaches farther than a single`() {
        #expect(ConfigurationValue("1e39", as: .double) == .double(1e39))
    }

    @Test(arguments: [("TRUE", true), ("true", true), ("True", true), ("1", true), ("FALSE", false), ("0", false)])
    func `truth is read in the forms that clients write`(text: String, flag: Bool) {
        #expect(ConfigurationValue(text, as: .bool) == .flag(flag))
        #expect(ConfigurationValue.flag(flag).wireText() == (flag ? "TRUE" : "FALSE"))
    }

    @Test(arguments: ["yes", "2", "", "TRUE ", "TRUEish"])
    func `nothing else is truth`(text: String) {
        #expect(ConfigurationValue(text, as: .bool) == nil)
    }

    @Test func `a bare zero stands for no pair on old firmware`() {
        #expect(ConfigurationValue("0", as: .integers(2)) == .integers([0]))
        #expect(ConfigurationValue("1", as: .integers(2)) == nil)
        #expect(ConfigurationValue("1,", as: .integers(2)) == nil)
    }

    @Test(arguments: [
        ("0.209440", "2.0943952e-01", true), ("0.2095", "2.0943952e-01", false), ("0", "0.000000", true),
        ("700", "7.0000000e+02", true),
    ])
    func `a written float and its dump are the same setting`(left: String, right: String, same: Bool) throws {
        let (one, other) = (
            try #require(ConfigurationValue(left, as: .float)), try #require(ConfigurationValue(right, as: .float))
        )
        #expect(one.isEquivalent(to: other) == same)
    }

    @Test func `coordinates differ where singles would not`() {
        #expect(!ConfigurationValue.double(48.8566).isEquivalent(to: .double(48.85661)))
        #expect(ConfigurationValue.float(48.8566).isEquivalent(to: .float(48.85661)))
    }

    @Test func `ten thousand random singles survive the dump form`() throws {
        var seed: UInt64 = 1
        for _ in 0..<10_000 {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let number = Float(bitPattern: UInt32(truncatingIfNeeded: seed >> 32))
            guard number.isFinite, number.isNormal else { continue }
            let text = ConfigurationValue.float(Double(number)).dumpText
            let back = try #require(ConfigurationValue(text, as: .float))
            #expect(back.isEquivalent(to: .float(Double(number))), "\(number) as \(text)")
        }
    }
}
