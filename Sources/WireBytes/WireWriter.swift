/// Appends numbers to bytes: the mirror of ``WireCursor``.
public struct WireWriter: Equatable, Sendable {
    @usableFromInline var storage: [UInt8] = []

    /// What has been written so far.
    public var bytes: [UInt8] { storage }

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

    /// Overwrites the little-endian integer at `offset`, for lengths known only afterwards.
    ///
    /// Does nothing where the integer would not fit into what has been written.
    public mutating func patch<Number: FixedWidthInteger & BitwiseCopyable>(_ value: Number, at offset: Int) {
        let size = MemoryLayout<Number>.size
        guard offset >= 0, offset + size <= storage.count else { return }
        var rest = value.littleEndian
        for index in offset..<offset + size {
            storage[index] = UInt8(truncatingIfNeeded: rest)
            rest = size > 1 ? rest >> 8 : 0
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
