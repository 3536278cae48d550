import Foundation
import Synchronization

/// What the program prints; a reader that went away (`| head`) is no error, a full disk is.
enum StandardOutput {
    private static let problem = Mutex<Int32?>(nil)

    /// Why output was lost, as errno says it; nil when all of it was written, or its reader went away.
    static var failure: Int32? { problem.withLock { $0 } }

    /// Writes a line. False when nobody reads any more.
    @discardableResult
    static func write(_ line: String) -> Bool {
        let code = write(line: line, to: 1)
        if code != 0, code != EPIPE { problem.withLock { $0 = $0 ?? code } }
        return code == 0
    }

    /// Writes a line; 0, or why it could not be written.
    fileprivate static func write(line: String, to descriptor: Int32) -> Int32 {
        var bytes = Array(line.utf8) + [0x0A]
        while !bytes.isEmpty {
            let count = Foundation.write(descriptor, bytes, bytes.count)
            if count < 0, errno == EINTR { continue }
            if count <= 0 { return count < 0 ? errno : EIO }
            bytes.removeFirst(count)
        }
        return 0
    }
}

/// Where reasons and progress go.
enum StandardError {
    /// Writes a line.
    static func write(_ line: String) { _ = StandardOutput.write(line: line, to: 2) }
}
