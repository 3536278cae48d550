/// The fields of a form or of an address after its question mark (`application/x-www-form-urlencoded`).
public struct FormFields: Equatable, Sendable {
    /// One field.
    public struct Field: Equatable, Sendable {
        /// Its name.
        public var name: String
        /// Its value.
        public var value: String
    }

    /// More fields than this are not read: no application here knows so many.
    public static let mostFields = 256

    /// The fields in order.
    public private(set) var fields: [Field] = []

    /// No fields.
    public init() {}

    /// Reads `name=value&name=value`.
    public init(_ bytes: [UInt8]) {
        for pair in bytes.split(separator: UInt8(ascii: "&"), maxSplits: Self.mostFields).prefix(Self.mostFields) {
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            append(
                PercentText.decode(Array(parts[0]), plusIsBlank: true),
                parts.count > 1 ? PercentText.decode(Array(parts[1]), plusIsBlank: true) : "")
        }
    }

    /// Appends a field.
    public mutating func append(_ name: String, _ value: String) { fields.append(Field(name: name, value: value)) }

    /// The value of the first field of one of these names that is not empty, whatever the case; nil for none.
    public subscript(names: String...) -> String? {
        for name in names {
            if let field = fields.first(where: { $0.name.isSameName(as: name) }), !field.value.isEmpty {
                return field.value
            }
        }
        return nil
    }
}
