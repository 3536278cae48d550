/// The header fields of a request or a response, in order; names compare without regard to case.
public struct WebHeaders: Equatable, Sendable {
    /// One field.
    public struct Field: Equatable, Sendable {
        /// Its name, as it was sent.
        public var name: String
        /// Its value, without blanks around it.
        public var value: String
    }

    /// The fields in order.
    public private(set) var fields: [Field] = []

    /// No fields.
    public init() {}

    /// The first field of this name; setting replaces all of them, nil takes them away.
    public subscript(name: String) -> String? {
        get { fields.first { $0.name.isSameName(as: name) }?.value }
        set {
            fields.removeAll { $0.name.isSameName(as: name) }
            if let newValue { append(name, newValue) }
        }
    }

    /// Appends a field; one of the same name may be there already.
    public mutating func append(_ name: String, _ value: String) {
        fields.append(Field(name: name, value: value))
    }
}

extension WebHeaders: ExpressibleByDictionaryLiteral {
    /// Fields in the order they stand.
    public init(dictionaryLiteral elements: (String, String)...) {
        for (name, value) in elements { append(name, value) }
    }
}

extension String {
    /// Whether both are the same word of ASCII, whatever the case.
    func isSameName(as other: String) -> Bool {
        utf8.elementsEqual(other.utf8) { left, right in left.lowered == right.lowered }
    }
}

extension UInt8 {
    /// The small letter of a capital of ASCII; any other byte as it is.
    var lowered: UInt8 { (0x41...0x5A).contains(self) ? self + 0x20 : self }
}
