/// Numbers as the drone's C library writes and reads them, without a locale.
enum DecimalText {
    /// As C's `%f`: six digits behind the point.
    ///
    /// `0.349066`.
    ///
    /// Beyond 10^12, where six decimals mean nothing, the shortest text that reads back.
    static func fixed(_ value: Double) -> String {
        guard value.isFinite, value.magnitude < 1e12 else { return value.description }
        var whole = UInt64(value.magnitude)
        var millionths = UInt64(((value.magnitude - Double(whole)) * 1e6).rounded(.toNearestOrEven))
        if millionths == 1_000_000 {
            whole += 1
            millionths = 0
        }
        let fraction = String(millionths)
        let zeros = String(repeating: "0", count: 6 - fraction.utf8.count)
        return "\(value.sign == .minus ? "-" : "")\(whole).\(zeros)\(fraction)"
    }

    /// As C's `%.<decimals>e`: `2.0943952e-01`.
    ///
    /// Digits beyond the shortest text that reads back are zeros, where C writes those of the binary value.
    static func scientific(_ value: Double, decimals: Int) -> String {
        guard value.isFinite else { return value.description }
        let sign = value.sign == .minus ? "-" : ""
        var (digits, exponent) = significantDigits(value.magnitude)
        if digits.count > decimals + 1 {
            let roundsUp = digits[decimals + 1] >= 5
            digits.removeSubrange((decimals + 1)...)
            if roundsUp { exponent += increment(&digits) }
        }
        digits += Array(repeating: 0, count: decimals + 1 - digits.count)
        let text = digits.map(String.init).joined()
        let size = String(exponent.magnitude)
        let padded = size.utf8.count < 2 ? "0" + size : size
        return "\(sign)\(text.prefix(1)).\(text.dropFirst())e\(exponent < 0 ? "-" : "+")\(padded)"
    }

    /// A finite number in plain or scientific notation; nil for infinities, NaN, hexadecimal and anything else.
    static func number(_ text: some StringProtocol) -> Double? {
        let permitted = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "e"), UInt8(ascii: "E"):
                true
            default: false
            }
        }
        guard permitted, let number = Double(text), number.isFinite else { return nil }
        return number
    }

    /// A 32-bit number, decimal or `0x…`.
    static func integer(_ text: some StringProtocol) -> Int? {
        if text.hasPrefix("0x") {
            let digits = text.dropFirst(2)
            guard digits.utf8.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }) else { return nil }
            return Int32(digits, radix: 16).map(Int.init)
        }
        return Int32(text).map(Int.init)
    }

    /// The digits of the shortest text that reads back, without leading zeros, and the power of ten of the first.
    private static func significantDigits(_ magnitude: Double) -> (digits: [Int], exponent: Int) {
        let parts = magnitude.description.split(separator: "e")
        let mantissa = parts.first ?? "0"
        var exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
        let point = mantissa.utf8.firstIndex(of: UInt8(ascii: ".")) ?? mantissa.utf8.endIndex
        exponent += mantissa.utf8.distance(from: mantissa.utf8.startIndex, to: point) - 1
        var digits = mantissa.utf8.filter { $0 != UInt8(ascii: ".") }.map { Int($0) - 48 }
        let zeros = digits.prefix { $0 == 0 }.count
        if zeros == digits.count { return ([0], 0) }
        digits.removeFirst(zeros)
        return (digits, exponent - zeros)
    }

    /// Adds one to the last digit; returns how far the first digit moved.
    private static func increment(_ digits: inout [Int]) -> Int {
        for index in digits.indices.reversed() {
            if digits[index] < 9 {
                digits[index] += 1
                return 0
            }
            digits[index] = 0
        }
        digits.insert(1, at: 0)
        digits.removeLast()
        return 1
    }
}
