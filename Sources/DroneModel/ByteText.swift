/// A number of bytes for people: `1.4 GB`, in powers of ten.
public struct ByteText: CustomStringConvertible, Sendable {
    /// How many.
    public var count: Int

    /// A number of bytes.
    public init(_ count: Int) { self.count = count }

    /// Three figures at most, and the unit.
    public var description: String {
        if count < 1000 { return "\(max(0, count)) B" }
        var value = Double(count) / 1000
        var unit = "kB"
        for larger in ["MB", "GB", "TB"] where value >= 999.5 {
            value /= 1000
            unit = larger
        }
        if value >= 99.95 { return "\(Int(value.rounded())) \(unit)" }
        let tenths = Int((value * 10).rounded())
        return "\(tenths / 10).\(tenths % 10) \(unit)"
    }
}
