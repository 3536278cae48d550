import FoundationEssentials

/// A number in JSON that may also be text, as some apps send it; nil for anything else.
struct LenientNumber: Decodable {
    var value: Double?

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let number = try? container.decode(Double.self) {
            value = number.isFinite ? number : nil
        } else {
            value = (try? container.decode(String.self)).flatMap(\.finiteNumber)
        }
    }
}

/// Text in JSON that may also be a number; nil for anything else.
struct LenientText: Decodable {
    var value: String?

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let text = try? container.decode(String.self) {
            value = text
        } else if let whole = try? container.decode(Int64.self) {
            value = String(whole)
        } else {
            value = (try? container.decode(Double.self)).map { "\($0)" }
        }
    }
}

/// A member of a list that is dropped where it has not the form, instead of taking the whole list with it.
struct Lenient<Value: Decodable>: Decodable {
    var value: Value?

    init(from decoder: any Decoder) throws { value = try? Value(from: decoder) }
}

enum LenientJSON {
    /// Decodes a body.
    static func decode<Form: Decodable>(_ form: Form.Type, _ body: [UInt8]) throws(IntakeProblem) -> Form {
        do { return try JSONDecoder().decode(form, from: Data(body)) } catch {
            throw IntakeProblem(400, "the body is not the JSON this app sends")
        }
    }
}
