import ArgumentParser
import BloomFilter
import Foundation
import JSONText

/// Where the keys of a command come from.
struct BloomKeys: ParsableArguments {
    @Argument(help: ArgumentHelp("A file with a key in each line; - is standard input.", valueName: "keys"))
    var source = "-"

    @Flag(help: "The keys are hexadecimal digits, two for each octet.")
    var hex = false

    /// The keys, in order. Empty lines are none.
    func read() throws -> [[UInt8]] {
        let data: Data
        if source == "-" {
            data = try FileHandle.standardInput.readToEnd() ?? Data()
        } else {
            data = try BloomFile.data(at: source)
        }
        var keys: [[UInt8]] = []
        for (number, line) in data.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
            if line.isEmpty { continue }
            guard hex else {
                keys.append([UInt8](line))
                continue
            }
            guard let key = Self.octets(line) else {
                throw BloomFileError(
                    path: source, reason: "line \(number + 1) is not pairs of hexadecimal digits")
            }
            keys.append(key)
        }
        return keys
    }

    /// A key as it was written.
    func text(of key: [UInt8]) -> String {
        if !hex { return String(decoding: key, as: UTF8.self) }
        return key.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    private static func octets(_ line: Data) -> [UInt8]? {
        let digits = line.filter { $0 != 0x0D }.compactMap { Character(UnicodeScalar($0)).hexDigitValue }
        guard digits.count == line.filter({ $0 != 0x0D }).count, digits.count.isMultiple(of: 2) else { return nil }
        return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) }
    }
}

/// Why a file with a filter or with keys cannot be used.
struct BloomFileError: Error, CustomStringConvertible {
    var path: String
    var reason: String

    var description: String { "\(path): \(reason)" }
}

/// Filters in files.
enum BloomFile {
    static func read(_ path: String) throws -> BloomFilter {
        let bytes = [UInt8](try data(at: path))
        do throws(BloomError) { return try BloomFilter(decoding: bytes, limits: .file) } catch {
            throw BloomFileError(path: path, reason: "\(error)")
        }
    }

    static func write(_ filter: BloomFilter, to path: String) throws {
        do { try Data(filter.encoded()).write(to: URL(filePath: path), options: .atomic) } catch {
            throw BloomFileError(path: path, reason: "cannot be written: \(error.localizedDescription)")
        }
    }

    static func data(at path: String) throws -> Data {
        do { return try Data(contentsOf: URL(filePath: path)) } catch {
            throw BloomFileError(path: path, reason: "cannot be read: \(error.localizedDescription)")
        }
    }
}

/// What there is to say about a filter.
struct BloomSummary {
    let name: String
    let filter: BloomFilter

    func text(json: Bool) -> String {
        let members = filter.estimatedMembers
        let rate = filter.falsePositiveRate
        let (hashing, salt): (String, String?) =
            switch filter.hashing {
            case .salted(let salt): ("salted", String(salt, radix: 16))
            case .javaMD5: ("java-md5", nil)
            }
        if json {
            return JSONValue.object([
                ("file", .text(name)), ("bits", .integer(filter.shape.bitCount)),
                ("octets", .integer(filter.shape.byteCount)), ("hashes", .integer(filter.shape.hashCount)),
                ("hashing", .text(hashing)), ("salt", .text(salt)), ("added", .integer(filter.additions)),
                ("set_bits", .integer(filter.setBits)), ("fill", .number(filter.fill, decimals: 6)),
                ("members_estimated", .number(members, decimals: 1)),
                ("false_positive_rate", .literal("\(rate)")),
            ]).line
        }
        let estimate = members.flatMap { DecimalNumber.text($0, decimals: 0) } ?? "n/a: every bit is set"
        let percent = DecimalNumber.text(filter.fill * 100, decimals: 2) ?? "n/a"
        return """
            \(name)
              size      \(filter.shape.bitCount) bits (\(filter.shape.byteCount) octets), \(filter.shape.hashCount) \
            for each key
              hashing   \(hashing)\(salt.map { ", salt \($0)" } ?? "")
              added     \(filter.additions)
              members   \(estimate) (estimated)
              fill      \(percent) %
              mistaken  for \(rate) of the keys that were never added
            """
    }
}
