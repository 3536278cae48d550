import Foundation

/// What the program prints; a reader that went away (`| head`) is no error.
enum StandardOutput {
    /// Writes a line. False when nobody reads any more.
    @discardableResult
    static func write(_ line: String) -> Bool { write(line: line, to: 1) }

    fileprivate static func write(line: String, to descriptor: Int32) -> Bool {
        var bytes = Array(line.utf8) + [0x0A]
        while !bytes.isEmpty {
            let count = Foundation.write(descriptor, bytes, bytes.count)
            if count < 0, errno == EINTR { continue }
            if count <= 0 { return false }
            bytes.removeFirst(count)
        }
        return true
    }
}

/// Where reasons and progress go.
enum StandardError {
    /// Writes a line.
    static func write(_ line: String) { _ = StandardOutput.write(line: line, to: 2) }
}
