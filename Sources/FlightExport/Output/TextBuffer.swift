/// Text as bytes, with numbers written without any detour: what makes rows by the million.
struct TextBuffer {
    /// What has been written.
    private(set) var bytes: [UInt8] = []

    /// An empty buffer with room for `capacity` bytes.
    init(capacity: Int = 1 << 16) { bytes.reserveCapacity(capacity) }

    /// How many bytes have been written.
    var count: Int { bytes.count }

    /// Empties the buffer and keeps its memory.
    mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    /// Appends one character of ASCII.
    @inline(__always)
    mutating func append(_ character: UInt8) { bytes.append(character) }

    /// Appends text.
    @inline(__always)
    mutating func append(_ text: StaticString) {
        unsafe bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Appends text.
    mutating func append(text: String) { bytes.append(contentsOf: text.utf8) }

    /// Takes back what was written behind the first `count` bytes.
    mutating func truncate(to count: Int) { bytes.removeLast(max(0, bytes.count - count)) }

    /// Appends a whole number.
    mutating func append(integer value: Int64) {
        if value < 0 { bytes.append(UInt8(ascii: "-")) }
        append(digits: value.magnitude, atLeast: 1)
    }

    /// Appends `value` with at most `decimals` decimals, trailing zeros left out.
    ///
    /// - Returns: False, with nothing written, for NaN, infinity, and what has more than 18 digits.
    @discardableResult
    mutating func append(_ value: Double, decimals: Int) -> Bool {
        append(value, decimals: decimals, keepingZeros: false)
    }

    /// Appends `value` with exactly `decimals` decimals; see ``append(_:decimals:)``.
    @discardableResult
    mutating func append(fixed value: Double, decimals: Int) -> Bool {
        append(value, decimals: decimals, keepingZeros: true)
    }

    @inline(__always)
    private mutating func append(_ value: Double, decimals: Int, keepingZeros: Bool) -> Bool {
        var power: UInt64 = 1
        var places = max(0, decimals)
        for _ in 0..<places { power *= 10 }
        let scaled = (value.magnitude * Double(power)).rounded()
        guard scaled < 1e18 else { return false }
        var digits = UInt64(scaled)
        if value < 0, digits > 0 { bytes.append(UInt8(ascii: "-")) }
        while !keepingZeros, places > 0, digits.isMultiple(of: 10) {
            digits /= 10
            power /= 10
            places -= 1
        }
        append(digits: digits / power, atLeast: 1)
        if places > 0 {
            bytes.append(UInt8(ascii: "."))
            append(digits: digits % power, atLeast: places)
        }
        return true
    }

    /// Appends a time in seconds with six decimals, exact however long it is.
    mutating func append(seconds time: Duration) {
        let (seconds, attoseconds) = time.components
        if seconds < 0 || attoseconds < 0 { bytes.append(UInt8(ascii: "-")) }
        append(digits: seconds.magnitude, atLeast: 1)
        bytes.append(UInt8(ascii: "."))
        append(digits: attoseconds.magnitude / 1_000_000_000_000, atLeast: 6)
    }

    /// Appends eight hexadecimal digits.
    mutating func append(hexadecimal value: UInt32) {
        for shift in stride(from: UInt32(28), through: 0, by: -4) {
            let digit = UInt8(value >> shift & 0xF)
            bytes.append(digit < 10 ? digit + UInt8(ascii: "0") : digit - 10 + UInt8(ascii: "a"))
        }
    }

    /// Appends a number with zeros in front where it has fewer digits.
    @inline(__always)
    private mutating func append(digits value: UInt64, atLeast width: Int) {
        // A 64-bit number has 20 digits at most, and no caller wants more.
        var digits = InlineArray<20, UInt8>(repeating: UInt8(ascii: "0"))
        let last = digits.count - 1
        var place = last
        var rest = value
        while rest >= 10 {
            let quotient = rest / 10
            digits[place] = UInt8(truncatingIfNeeded: rest - quotient * 10) + UInt8(ascii: "0")
            rest = quotient
            place -= 1
        }
        digits[place] = UInt8(truncatingIfNeeded: rest) + UInt8(ascii: "0")
        place = max(0, min(place, digits.count - width))
        for index in place...last { bytes.append(digits[index]) }
    }
}
