import WireBytes

/// Fills an option's fields from its bytes and stops at the first field that is not all there.
struct FieldReader: FieldCoder, ~Escapable {
    /// What has not been read: after the walk, the bytes behind the last known field.
    private(set) var cursor: WireCursor
    private var ended = false

    /// A reader of an option's payload, which begins at `cursor`.
    @_lifetime(copy cursor)
    @inline(__always)
    init(_ cursor: WireCursor) { self.cursor = cursor }

    @_lifetime(self: copy self)
    @inline(__always)
    mutating func field<Number: FieldNumber>(_ name: StaticString, unit: StaticString, _ value: inout Number) {
        guard !ended else { return }
        do throws(WireError) {
            value = try Number.read(from: &cursor)
        } catch {
            // A shorter option of an older firmware: this field and all behind it keep their default.
            ended = true
        }
    }

    @_lifetime(self: copy self)
    @inline(__always)
    mutating func fields<let count: Int, Number: FieldNumber>(
        _ name: StaticString, unit: StaticString, _ values: inout FixedArray<count, Number>
    ) {
        // The whole array at once, where it is all there.
        if !ended, (try? cursor.read(into: &values)) != nil { return }
        for index in 0..<count { field(name, unit: unit, &values[index]) }
    }
}
