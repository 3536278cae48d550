import CPseudoTerminal
import Foundation

/// A terminal without a screen: a child draws on it, and keys are typed into it.
struct PseudoTerminal: Sendable {
    /// The child's side.
    let childSide: Int32
    private let ownSide: Int32

    /// What a terminal with truecolour and synchronised updates answers.
    private static let answers: [UInt8] = Array("\u{1B}[?2026;2$y\u{1B}[?62;22c".utf8)

    /// A terminal of that size. What is drawn is read by a thread of its own, until the child's side is closed.
    ///
    /// - Parameter receive: Takes what is drawn, on that thread. The terminal then also answers what it is asked about
    ///   itself; without, the child learns nothing.
    init(columns: UInt16, rows: UInt16, receive: (@Sendable (ArraySlice<UInt8>) -> Void)? = nil) throws {
        var child: Int32 = -1
        ownSide = stork_open_terminal(columns, rows, &child)
        childSide = child
        guard ownSide >= 0 else {
            throw NotMeasurable(description: "no pseudo-terminal: \(String(cString: strerror(errno)))")
        }
        let ownSide = ownSide
        Thread {
            var drawn = [UInt8](repeating: 0, count: 65_536)
            while case let count = read(ownSide, &drawn, drawn.count), count > 0 {
                guard let receive else { continue }
                receive(drawn[..<count])
                // DA1 is the last of the questions.
                if drawn[..<count].contains(sequence: [0x1B, 0x5B, 0x63]) {
                    _ = write(ownSide, Self.answers, Self.answers.count)
                }
            }
            close(ownSide)
        }.start()
    }

    /// The child has it; when the child ends, the terminal does.
    func handOver() { close(childSide) }

    /// Types a key.
    func type(_ key: Character) {
        let bytes = Array(String(key).utf8)
        _ = write(ownSide, bytes, bytes.count)
    }
}

extension ArraySlice<UInt8> {
    /// Whether these bytes stand anywhere in it.
    fileprivate func contains(sequence: [UInt8]) -> Bool {
        count >= sequence.count
            && (startIndex...endIndex - sequence.count).contains { self[$0...].starts(with: sequence) }
    }
}
