import Foundation

/// A JSON value for output: nil becomes null and is never left out.
enum JSONValue: Encodable {
    case object([String: JSONValue])
    case list([JSONValue])
    case number(Double)
    case integer(Int)
    case text(String)
    case flag(Bool)
    case null

    init(_ value: Double?, digits: Int = 3) {
        guard let value, value.isFinite else {
            self = .null
            return
        }
        let scale = pow(10, Double(digits))
        self = .number((value * scale).rounded() / scale)
    }

    init(_ value: Int?) { self = value.map { .integer($0) } ?? .null }

    init(_ value: String?) { self = value.map { .text($0) } ?? .null }

    init(_ value: Bool?) { self = value.map { .flag($0) } ?? .null }

    init(_ values: [String]?) { self = values.map { .list($0.map { .text($0) }) } ?? .null }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .object(let fields): try container.encode(fields)
        case .list(let items): try container.encode(items)
        case .number(let value): try container.encode(value)
        case .integer(let value): try container.encode(value)
        case .text(let value): try container.encode(value)
        case .flag(let value): try container.encode(value)
        case .null: try container.encodeNil()
        }
    }

    /// One line, keys sorted.
    func line() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}
