import WireBytes

/// Appends the options of a packet, of each as many fields as its size has room for.
struct FieldWriter: FieldCoder {
    /// What has been written.
    var writer: WireWriter
    /// How many bytes the option still has room for.
    private var room = 0
    /// Whether a field did not fit; none behind it is written then, however short.
    private var ended = false

    /// A writer that goes on behind what `writer` holds.
    init(_ writer: WireWriter) { self.writer = writer }

    /// Begins an option of `size` bytes, its head included.
    mutating func begin(tag: UInt16, size: Int) {
        writer.write(tag)
        writer.write(UInt16(clamping: size))
        room = size - Navdata.optionHeadSize
        ended = false
    }

    /// Fills the option up: with as much of `tail` as there is room for, then with zeros.
    mutating func fill(with tail: [UInt8]) {
        writer.write(contentsOf: tail.prefix(room))
        if room > tail.count { writer.write(contentsOf: repeatElement(0, count: room - tail.count)) }
        room = 0
    }

    mutating func field<Number: FieldNumber>(_ name: StaticString, unit: StaticString, _ value: inout Number) {
        let size = MemoryLayout<Number>.size
        guard !ended, size <= room else {
            ended = true
            return
        }
        value.write(to: &writer)
        room -= size
    }

    mutating func fields<let count: Int, Number: FieldNumber>(
        _ name: StaticString, unit: StaticString, _ values: inout FixedArray<count, Number>
    ) {
        for index in 0..<count { field(name, unit: unit, &values[index]) }
    }
}
