/// Why a configuration file could not be read.
public struct ConfigurationFileError: Error, Equatable, Sendable {
    /// The line, counted from 1.
    public var line: Int
    /// What is wrong with it.
    public var problem: Problem

    /// What is wrong with a line.
    public enum Problem: Equatable, Sendable {
        /// It is neither `key = value` nor a comment.
        case noEqualsSign
        /// What stands before the `=` is no key.
        case notAKey(String)
        /// The key has come before, on that line.
        case duplicate(ConfigurationKey, firstLine: Int)
    }
}

extension ConfigurationFileError: CustomStringConvertible {
    /// The line and what is wrong with it.
    public var description: String {
        switch problem {
        case .noEqualsSign: "line \(line): expected “section:name = value” or a comment that begins with #"
        case .notAKey(let text):
            "line \(line): “\(ConfigurationError.quotable(text))” is no configuration key, which reads section:name"
        case .duplicate(let key, let first): "line \(line): \(key) has a value already, on line \(first)"
        }
    }
}

extension DroneConfiguration {
    /// The configuration as a text file: comments, then `key = value` lines in order.
    ///
    /// - Parameter comments: Lines for people, written with `# ` before them.
    public func fileText(comments: [String] = []) -> String {
        let head = comments.map { "# \(Self.printable($0))\n" }.joined()
        return head
            + map { entry in entry.value.isEmpty ? "\(entry.key) =\n" : "\(entry.key) = \(entry.value)\n" }.joined()
    }

    /// Reads what ``fileText(comments:)`` writes.
    ///
    /// Blank lines, comments, CR LF and a missing last line end are fine; keys the catalogue does not know are kept.
    public init(fileText text: String) throws(ConfigurationFileError) {
        self.init()
        var firstLines: [ConfigurationKey: Int] = [:]
        // Bytes, not characters: a character may hide a line end or an = under an accent.
        let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            let number = index + 1
            let content = Self.printable(String(decoding: line, as: UTF8.self))
            if content.isEmpty || content.utf8.first == UInt8(ascii: "#") { continue }
            guard let equals = content.utf8.firstIndex(of: UInt8(ascii: "=")) else {
                throw ConfigurationFileError(line: number, problem: .noEqualsSign)
            }
            guard let key = ConfigurationKey(content[..<equals]) else {
                let name = Self.printable(String(content[..<equals]))
                throw ConfigurationFileError(line: number, problem: .notAKey(name))
            }
            if let first = firstLines[key] {
                throw ConfigurationFileError(line: number, problem: .duplicate(key, firstLine: first))
            }
            firstLines[key] = number
            self[key] = String(decoding: content[equals...].utf8.dropFirst(), as: UTF8.self)
        }
    }
}
