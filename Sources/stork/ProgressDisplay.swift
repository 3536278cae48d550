import Foundation

/// Shows how far long work is, on standard error: one line that changes on a terminal, plain lines elsewhere.
///
/// Work of less than a second shows nothing. Belongs to one thread.
final class ProgressDisplay {
    private let name: String
    private let isTerminal = isatty(2) == 1
    private let clock = ContinuousClock()
    private let start: ContinuousClock.Instant
    private var next: ContinuousClock.Instant
    private var isShown = false

    /// A display for work called `name`, such as `exporting csv`, that begins now.
    init(_ name: String) {
        self.name = name
        start = clock.now
        next = start + .seconds(1)
    }

    /// The part that is done, 0 to 1, or nil where it is not known; and how many things were worked on.
    func show(fraction: Double?, count: Int) {
        let now = clock.now
        guard now >= next else { return }
        next = now + (isTerminal ? .milliseconds(200) : .seconds(5))
        let part = fraction.map { "\(Int(($0 * 100).rounded(.down))) %" } ?? "\(count) items"
        let seconds = Int((now - start) / .seconds(1))
        let line = "\(name): \(part), \(seconds) s"
        if isTerminal {
            isShown = true
            FileHandle.standardError.write(Data("\r\(line)\u{1B}[K".utf8))
        } else {
            StandardError.write(line)
        }
    }

    /// Takes the line away.
    func end() {
        if isShown { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
        isShown = false
    }
}
