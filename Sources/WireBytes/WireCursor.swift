/// Reads numbers from bytes, front to back, and never past the end.
///
/// The one place where bytes become numbers. A cursor borrows the bytes, so it cannot outlive them;
/// a failed read leaves it where it was. Offsets count from the start of the outermost buffer, also
/// in a cursor made by ``take(_:)``, so that an error names a place a person can find in a hex dump.
public struct WireCursor: ~Escapable {
    @usableFromInline let bytes: RawSpan
    @usableFromInline let base: Int
    @usableFromInline var position: Int

    /// A cursor at the first of `bytes`.
    @inlinable
    @_lifetime(copy bytes)
    public init(_ bytes: RawSpan) {
        self.init(bytes, base: 0)
    }

    @inlinable
    @_lifetime(copy bytes)
    init(_ bytes: RawSpan, base: Int) {
        self.bytes = bytes
        self.base = base
        self.position = 0
    }

    /// The place of the next byte, counted from the start of the outermost buffer.
    @inlinable public var offset: Int { base + position }

    /// How many bytes are left.
    @inlinable public var remaining: Int { bytes.byteCount - position }

    /// True when nothing is left.
    @inlinable public var isAtEnd: Bool { remaining == 0 }

    /// The next byte, which stays where it is; nil at the end.
    @inlinable public var nextByte: UInt8? {
        // In bounds by the check.
        isAtEnd ? nil : unsafe bytes.unsafeLoad(fromByteOffset: position, as: UInt8.self)
    }

    /// The next little-endian integer, as everything of the drone is.
    @inlinable
    @_lifetime(self: copy self)
    public mutating func read<Number: FixedWidthInteger & BitwiseCopyable>(
        _ type: Number.Type = Number.self
    ) throws(WireError) -> Number {
        Number(littleEndian: try load())
    }

    /// The next big-endian integer, as in IP, UDP and TCP headers.
    @inlinable
    @_lifetime(self: copy self)
    public mutating func readBigEndian<Number: FixedWidthInteger & BitwiseCopyable>(
        _ type: Number.Type = Number.self
    ) throws(WireError) -> Number {
        Number(bigEndian: try load())
    }

    /// The next little-endian IEEE-754 single. Any bit pattern is accepted, NaN and infinity too.
    @inlinable
    @_lifetime(self: copy self)
    public mutating func readFloat() throws(WireError) -> Float {
        Float(bitPattern: try read())
    }

    /// The next little-endian IEEE-754 double. Any bit pattern is accepted, NaN and infinity too.
    @inlinable
    @_lifetime(self: copy self)
    public mutating func readDouble() throws(WireError) -> Double {
        Double(bitPattern: try read())
    }

    /// Fills an array with the next little-endian numbers, in one go; on an error the array stays as it was.
    @inlinable
    @_lifetime(self: copy self)
    public mutating func read<let count: Int, Number>(
        into values: inout FixedArray<count, Number>
    ) throws(WireError) {
        let size = count * MemoryLayout<Number>.stride
        try check(size)
        #if _endian(big)
            #error("numbers have to be swapped one by one here")
        #endif
        let source = bytes.extracting(position..<position + size)
        // As many bytes as the array has; its elements are plain numbers, for which every bit pattern is valid.
        unsafe source.withUnsafeBytes { buffer in
            unsafe withUnsafeMutableBytes(of: &values) { target in unsafe target.copyMemory(from: buffer) }
        }
        position += size
    }

    /// A cursor over the next `count` bytes; this one moves behind them.
    @inlinable
    @_lifetime(copy self)
    public mutating func take(_ count: Int) throws(WireError) -> WireCursor {
        try check(count)
        let sub = WireCursor(bytes.extracting(position..<position + count), base: base + position)
        position += count
        return sub
    }

    /// Moves over `count` bytes.
    @inlinable
    @_lifetime(self: copy self)
    public mutating func skip(_ count: Int) throws(WireError) {
        try check(count)
        position += count
    }

    /// A copy of all bytes that are left; the cursor is then at the end.
    @inlinable
    @_lifetime(self: copy self)
    public mutating func readRest() -> [UInt8] {
        let rest = bytes.extracting(position..<bytes.byteCount)
        position = bytes.byteCount
        return unsafe rest.withUnsafeBytes { buffer in unsafe [UInt8](buffer) }
    }

    /// The bytes that are left, where they are; the cursor stays.
    @inlinable public var rest: RawSpan {
        @_lifetime(copy self)
        get { bytes.extracting(position..<bytes.byteCount) }
    }

    /// A copy of the next `count` bytes.
    @inlinable
    @_lifetime(self: copy self)
    public mutating func readBytes(_ count: Int) throws(WireError) -> [UInt8] {
        var sub = try take(count)
        return sub.readRest()
    }

    /// Refuses bytes behind the last field.
    @inlinable
    public func finish() throws(WireError) {
        if !isAtEnd { throw .trailing(offset: offset, count: remaining) }
    }

    @inlinable
    @_lifetime(self: copy self)
    mutating func load<Number: BitwiseCopyable>() throws(WireError) -> Number {
        let size = MemoryLayout<Number>.size
        try check(size)
        // In bounds by the check above; `Number` is an integer, for which every bit pattern is valid.
        let value = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: position, as: Number.self)
        position += size
        return value
    }

    @inlinable
    func check(_ count: Int) throws(WireError) {
        if count < 0 || count > remaining {
            throw .truncated(offset: offset, needed: count, available: remaining)
        }
    }
}
