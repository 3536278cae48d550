import CPseudoTerminal
import Foundation

/// A terminal without a screen: a child draws on it, and keys are typed into it.
struct PseudoTerminal: Sendable {
    /// The child's side.
    let childSide: Int32
    private let ownSide: Int32

    /// A terminal of that size. What is drawn is read and thrown away by a thread, until the child's side is closed.
    init(columns: UInt16, rows: UInt16) throws {
        var child: Int32 = -1
        ownSide = stork_open_terminal(columns, rows, &child)
        childSide = child
        guard ownSide >= 0 else {
            throw NotMeasurable(description: "no pseudo-terminal: \(String(cString: strerror(errno)))")
        }
        let ownSide = ownSide
        Thread {
            var drawn = [UInt8](repeating: 0, count: 65_536)
            while read(ownSide, &drawn, drawn.count) > 0 {}
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
