public import WireBytes

/// One option of a navdata packet: its fields as on the wire, nothing converted.
///
/// The single description of an option is ``code(_:)``, which names its fields in wire order. Reading, writing
/// and listing all go through it. What the fields mean in SI units is decided in ``TelemetryDecoder`` alone.
public protocol NavdataOption: Equatable, Sendable {
    /// Which option this is.
    static var tag: NavdataTag { get }

    /// The option's length as on the wire, bytes with its head of four: as received, or as it shall be sent.
    ///
    /// Fields beyond it are not on the wire: they keep their default when read and are left out when written.
    var size: Int { get set }

    /// An option of the longest known size whose fields are all zero.
    init()

    /// Hands every field to `coder`, in wire order, from byte 4 of the option on.
    @_lifetime(coder: copy coder)
    mutating func code<Coder: FieldCoder & ~Escapable>(_ coder: inout Coder)
}

extension NavdataOption {
    /// An option as `layout` has it, all fields zero; nil where that firmware has none.
    ///
    /// Of tag 27, ``ZimmuOption`` belongs to SDK 2.0 and ``GPSOption`` to 2.4.
    public init?(layout: NavdataLayout) {
        guard let size = layout.size(of: Self.tag) else { return nil }
        self.init()
        self.size = size
    }

    /// Whether the first `end` bytes of the option, its head included, were on the wire.
    @inline(__always)
    public func reaches(_ end: Int) -> Bool { size >= end }
}

/// Walks along the fields of an option: a reader, a writer or a lister.
public protocol FieldCoder: ~Escapable {
    /// The next field, one number.
    ///
    /// - Parameters:
    ///   - name: As in the drone maker's headers, so that it can be looked up there.
    ///   - unit: What one count means; empty for pure numbers and for what nobody knows.
    ///   - value: The number as on the wire.
    @_lifetime(self: copy self)
    mutating func field<Number: FieldNumber>(_ name: StaticString, unit: StaticString, _ value: inout Number)

    /// The next field, several numbers of one kind.
    @_lifetime(self: copy self)
    mutating func fields<let count: Int, Number: FieldNumber>(
        _ name: StaticString, unit: StaticString, _ values: inout FixedArray<count, Number>)
}

/// A kind of number that options are made of.
public protocol FieldNumber: BitwiseCopyable, Equatable, Sendable {
    /// Takes the number from `cursor`.
    @_lifetime(cursor: copy cursor)
    static func read(from cursor: inout WireCursor) throws(WireError) -> Self

    /// Overwrites the bytes at `offset` of `writer` with the number, little-endian.
    func write(to writer: inout WireWriter, at offset: Int)

    /// The number as shown to people.
    var listed: NavdataNumber { get }
}

extension FieldNumber where Self: FixedWidthInteger {
    /// Takes the number from `cursor`, little-endian.
    @_lifetime(cursor: copy cursor)
    @inline(__always)
    public static func read(from cursor: inout WireCursor) throws(WireError) -> Self { try cursor.read() }

    /// Overwrites the bytes at `offset` of `writer` with the number, little-endian.
    @inline(__always)
    public func write(to writer: inout WireWriter, at offset: Int) { writer.patch(self, at: offset) }

    /// The number as it is.
    public var listed: NavdataNumber { .integer(Int(clamping: self)) }
}

extension UInt8: FieldNumber {}
extension UInt16: FieldNumber {}
extension Int16: FieldNumber {}
extension UInt32: FieldNumber {}
extension Int32: FieldNumber {}

extension Float: FieldNumber {
    /// Takes the number from `cursor`; NaN and infinity too.
    @_lifetime(cursor: copy cursor)
    @inline(__always)
    public static func read(from cursor: inout WireCursor) throws(WireError) -> Self { try cursor.readFloat() }

    /// Overwrites the bytes at `offset` of `writer` with the number, little-endian.
    @inline(__always)
    public func write(to writer: inout WireWriter, at offset: Int) { writer.patch(bitPattern, at: offset) }

    /// The number as it is.
    public var listed: NavdataNumber { .single(self) }
}

extension Double: FieldNumber {
    /// Takes the number from `cursor`; NaN and infinity too.
    @_lifetime(cursor: copy cursor)
    @inline(__always)
    public static func read(from cursor: inout WireCursor) throws(WireError) -> Self { try cursor.readDouble() }

    /// Overwrites the bytes at `offset` of `writer` with the number, little-endian.
    @inline(__always)
    public func write(to writer: inout WireWriter, at offset: Int) { writer.patch(bitPattern, at: offset) }

    /// The number as it is.
    public var listed: NavdataNumber { .double(self) }
}

/// 32 bits that are an integer on one firmware and a float on another.
public struct IntegerOrFloat: Equatable, Sendable {
    /// The bits as on the wire.
    public var bits: UInt32

    /// A word from its bits.
    public init(bits: UInt32) { self.bits = bits }

    /// The bits read as a signed integer.
    public var integer: Int32 {
        get { Int32(bitPattern: bits) }
        set { bits = UInt32(bitPattern: newValue) }
    }

    /// The bits read as a float.
    public var float: Float {
        get { Float(bitPattern: bits) }
        set { bits = newValue.bitPattern }
    }
}
