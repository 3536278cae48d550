import FerryChat
import Foundation
import Synchronization

/// The chat without a terminal: lines of standard input are sent, messages are printed.
enum ChatLines {
    /// A line longer than this is cut into several messages, octets.
    private static let longestLine = 65_536

    private struct State {
        var isOver = false
        var hasEnded = false
    }

    /// Talks until the end of standard input, or until a signal.
    ///
    /// - Returns: What was typed and is not with the node.
    static func run(_ settings: ChatNode.Settings, follows: Bool) async throws -> [String] {
        let (news, ring) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let state = Mutex(State())
        let interruption = Interruption { count in
            if count > 1 { _exit(1) }
            state.withLock { $0.isOver = true }
            ring.yield()
        }
        defer { interruption.stop() }
        let node = ChatNode(settings) { ring.yield() }
        Thread.detachNewThread {
            readLines { node.send($0) }
            state.withLock { $0.hasEnded = true }
            ring.yield()
        }
        var printer = ChatPrinter()
        for await _ in news {
            let now = node.take()
            if let line = printer.line(now.connection) { StandardError.write(line) }
            for notice in now.notices { StandardError.write(notice) }
            var isRead = true
            if now.connection == .there {
                for line in printer.lines(now.sight) { isRead = StandardOutput.write(line) && isRead }
            }
            let (isOver, hasEnded) = state.withLock { ($0.isOver, $0.hasEnded) }
            let isDone = hasEnded && !follows && now.connection == .there && now.outbox.entries.isEmpty
            if isOver || isDone || !isRead { return now.outbox.unsentTexts }
        }
        return []
    }

    /// Reads lines until there are no more.
    private static func readLines(_ take: (String) -> Void) {
        var line: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 4096)
        func finish() {
            let text = String(decoding: line, as: UTF8.self)
            line = []
            if text.contains(where: { !$0.isWhitespace }) { take(text) }
        }
        while true {
            let count = read(0, &piece, piece.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            for byte in piece[..<count] {
                if byte == UInt8(ascii: "\n") || line.count >= longestLine { finish() }
                if byte != UInt8(ascii: "\n") { line.append(byte) }
            }
        }
        finish()
    }
}
