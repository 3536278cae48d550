/// Decimal text of numbers, the same in every locale.
public enum DecimalNumber {
    /// `value` with at most `decimals` decimals, without trailing zeros; nil for NaN, infinity and beyond 9e12.
    public static func text(_ value: Double, decimals: Int) -> String? {
        guard var text = fixed(value, decimals: decimals) else { return nil }
        guard text.contains(".") else { return text }
        while text.hasSuffix("0") { text.removeLast() }
        if text.hasSuffix(".") { text.removeLast() }
        return text == "-0" ? "0" : text
    }

    /// `value` with exactly `decimals` decimals, 0 to 6; nil for NaN, infinity and beyond 9e12.
    public static func fixed(_ value: Double, decimals: Int) -> String? {
        guard value.isFinite, abs(value) < 9e12 else { return nil }
        let scale = (0..<min(6, max(0, decimals))).reduce(1) { scale, _ in scale * 10 }
        let scaled = Int((abs(value) * Double(scale)).rounded())
        let sign = value < 0 && scaled > 0 ? "-" : ""
        if scale == 1 { return "\(sign)\(scaled)" }
        let fraction = String(scale + scaled % scale).dropFirst()
        return "\(sign)\(scaled / scale).\(fraction)"
    }
}
