/// Appends numbers to bytes: the mirror of ``WireCursor``.
public struct WireWriter: Equatable, Sendable {
    @usableFromInline var storage: [UInt8] = []

    /// What has been written so far.
    public var bytes: [UInt8] { storage }

    /// How many bytes have been written.
    @inlinable public var count: Int { storage.count }

    /// An empty writer with room for `capacity` bytes.
    public init(capacity: Int = 0) {
        storage.reserveCapacity(capacity)
    }

    /// Appends a little-endian integer.
    @inlinable
    public mutating func write<Number: FixedWidthInteger & BitwiseCopyable>(_ value: Number) {
        append(value.littleEndian)
    }

    /// Appends a big-endian integer.
    @inlinable
    public mutating func writeBigEndian<Number: FixedWidthInteger & BitwiseCopyable>(_ value: Number) {
        append(value.bigEndian)
    }

    /// Appends a little-endian IEEE-754 single.
    @inlinable public mutating func write(_ value: Float) { write(value.bitPattern) }

    /// Appends a little-endian IEEE-754 double.
    @inlinable public mutating func write(_ value: Double) { write(value.bitPattern) }

    /// Appends bytes as they are.
    public mutating func write(contentsOf new: some Sequence<UInt8>) {
        storage.append(contentsOf: new)
    }

    /// Appends `count` zero bytes; nothing for a negative count.
    public mutating func write(zeros count: Int) {
        var rest = count
        // Copied from an array: element by element it took half of all time of a simulated flight in debug builds.
        while rest > 0 {
            storage.append(contentsOf: Self.zeros.prefix(rest))
            rest -= Self.zeros.count
        }
    }

    /// As many as the largest option of navdata has.
    private static let zeros = [UInt8](repeating: 0, count: 512)

    /// Overwrites the little-endian integer at `offset`: for lengths known only afterwards, and for structures whose
    /// room was made by ``write(zeros:)``.
    ///
    /// Does nothing where the integer would not fit into what has been written.
    @inlinable
    @inline(__always)
    public mutating func patch<Number: FixedWidthInteger & BitwiseCopyable>(_ value: Number, at offset: Int) {
        guard offset >= 0, offset <= storage.count - MemoryLayout<Number>.size else { return }
        // In bounds by the check above; an integer has no padding.
        unsafe storage.withUnsafeMutableBytes { buffer in
            unsafe buffer.storeBytes(of: value.littleEndian, toByteOffset: offset, as: Number.self)
        }
    }

    /// Overwrites the bytes at `offset` with an array of little-endian numbers, in one go.
    ///
    /// Does nothing where they would not fit into what has been written.
    @inlinable
    public mutating func patch<let count: Int, Number>(_ values: FixedArray<count, Number>, at offset: Int) {
        let size = count * MemoryLayout<Number>.stride
        guard offset >= 0, offset <= storage.count - size else { return }
        #if _endian(big)
            #error("numbers have to be swapped one by one here")
        #endif
        // In bounds by the check above; the elements are plain numbers, and lie behind each other without padding.
        unsafe withUnsafeBytes(of: values) { source in
            unsafe storage.withUnsafeMutableBytes { buffer in
                unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[offset..<offset + size]).copyMemory(from: source)
            }
        }
    }

    /// Empties the writer and keeps its memory.
    public mutating func removeAll() {
        storage.removeAll(keepingCapacity: true)
    }

    /// Cuts what has been written down to `count` bytes.
    public mutating func truncate(to count: Int) {
        if count < storage.count { storage.removeLast(storage.count - max(0, count)) }
    }

    @inlinable
    mutating func append<Number: BitwiseCopyable>(_ value: Number) {
        unsafe withUnsafeBytes(of: value) { buffer in unsafe storage.append(contentsOf: buffer) }
    }
}
