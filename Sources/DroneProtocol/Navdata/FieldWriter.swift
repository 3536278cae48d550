import WireBytes

/// Appends the options of a packet, of each as many fields as its size has room for.
struct FieldWriter: FieldCoder {
    /// What has been written.
    var writer: WireWriter
    /// Where the next field goes.
    private var position = 0
    /// Where the option ends.
    private var end = 0
    /// Whether a field did not fit; none behind it is written then, however short.
    private var ended = false

    /// A writer that goes on behind what `writer` holds.
    init(_ writer: WireWriter) { self.writer = writer }

    /// Begins an option of `size` bytes, its head included; what no field fills is zero.
    mutating func begin(tag: UInt16, size: Int) {
        writer.write(tag)
        writer.write(UInt16(clamping: size))
        position = writer.count
        writer.write(zeros: size - Navdata.optionHeadSize)
        end = writer.count
        ended = false
    }

    /// Puts as much of `tail` as there is room for behind the fields.
    mutating func fill(with tail: [UInt8]) {
        for byte in tail.prefix(end - position) {
            writer.patch(byte, at: position)
            position += 1
        }
    }

    @inline(__always)
    mutating func field<Number: FieldNumber>(_ name: StaticString, unit: StaticString, _ value: inout Number) {
        let size = MemoryLayout<Number>.size
        guard !ended, position + size <= end else {
            ended = true
            return
        }
        value.write(to: &writer, at: position)
        position += size
    }

    @inline(__always)
    mutating func fields<let count: Int, Number: FieldNumber>(
        _ name: StaticString, unit: StaticString, _ values: inout FixedArray<count, Number>
    ) {
        let size = count * MemoryLayout<Number>.stride
        if !ended, position + size <= end {
            writer.patch(values, at: position)
            position += size
            return
        }
        for index in 0..<count { field(name, unit: unit, &values[index]) }
    }
}
