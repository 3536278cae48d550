import Foundation

/// The octets of hexadecimal digits; white space is skipped.
func octets(_ hex: String) -> [UInt8] {
    let digits = hex.compactMap(\.hexDigitValue)
    return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) }
}

/// Hexadecimal digits of octets.
func hex(_ octets: [UInt8]) -> String {
    octets.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}

/// Examples and captures beside the package: bundles, messages and frames as octets; not everybody has them.
enum Examples {
    static let isHere = FileManager.default.fileExists(atPath: folder.path)
    static let notHere: String = "the examples of bundles are not beside the package (shared/data/bundles)"

    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../shared/data/bundles").standardizedFileURL

    private struct File: Decodable {
        var items: [Item]
    }

    private struct Item: Decodable {
        var name: String
        var hex: String
        var kind: String?
    }

    private static let items: [Item] = {
        let decoder = JSONDecoder()
        var items: [Item] = []
        if let data = try? Data(contentsOf: folder.appending(path: "examples.json")) {
            items += (try? decoder.decode(File.self, from: data))?.items ?? []
        }
        if let data = try? Data(contentsOf: folder.appending(path: "captured.json")) {
            items += (try? decoder.decode([Item].self, from: data)) ?? []
        }
        return items
    }()

    /// The octets of an example; none where it is not there.
    static func bytes(_ name: String) -> [UInt8] { items.first { $0.name == name }.map { octets($0.hex) } ?? [] }

    /// The names of all examples of a kind; captured ones are bundles.
    static func names(_ kind: String) -> [String] { items.filter { ($0.kind ?? "bp") == kind }.map(\.name) }
}

/// The same numbers each time: Steele, Lea and Flood's SplitMix64.
struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}
