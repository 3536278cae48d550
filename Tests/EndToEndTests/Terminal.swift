import Foundation
import Testing

/// A program in a pseudo-terminal, seen through a terminal emulator that nobody of this project wrote.
struct Terminal {
    /// What the driver answers.
    struct Answer: Decodable {
        var ok: Bool
        /// The screen's lines.
        var screen: [String]
        /// Everything the program wrote, with its escape sequences.
        var received: String
        /// The exit status, or minus the signal that ended it.
        var status: Int32?
        var lineSettingsRestored: Bool?
        /// The program's working folder, which is gone when the test is over.
        var folder: String
        var cells: Cells?

        /// What stands in a part of the screen.
        struct Cells: Decodable {
            /// Each glyph once, in the order of their codes.
            var glyphs: String
            /// How many pairs of colours there are.
            var colours: Int
        }
        /// Of a terminal with kitty's keyboard protocol: how many flags are on the stacks of the plain and of the full
        /// screen, and those in force.
        var keyboard: [Int]?

        var picture: String { screen.joined(separator: "\n") }

        /// What was printed after the program had left its full screen.
        var afterFullScreen: String {
            guard let range = received.ranges(of: "\u{1B}[?1049l").last else { return received }
            return String(received[range.upperBound...])
        }
    }

    private struct Order: Encodable {
        var wait: String?
        var row: Int?
        var column: Int?
        var gone: Bool?
        var hold: String?
        var keys: String?
        var mute: Bool?
        var resize: [Int]?
        var cells: [Int]?
        var signal: String?
        var hangup: Bool?
        var end: Bool?
        var patience: Double?

        enum CodingKeys: String, CodingKey {
            case wait, row, column, gone, hold, keys, mute, resize, cells, signal, hangup, end
            case patience = "for"
        }
    }

    /// How long a test waits for what must come: far longer than it takes on an idle machine.
    static let patience = 20.0

    private let driver: RunningProgram

    /// Starts `stork` with these arguments in a terminal.
    ///
    /// - Parameters:
    ///   - hasKittyKeyboard: Whether the terminal answers questions and tells of keys let go, when asked to.
    ///   - wrapper: A program that starts `stork`, with its arguments.
    init(
        _ arguments: [String], rows: Int = 24, columns: Int = 80, term: String = "xterm-256color",
        environment: [String: String] = [:], hasKittyKeyboard: Bool = false, wrappedBy wrapper: [String] = []
    ) throws {
        var variables = StorkProgram.plainEnvironment.merging(environment) { $1 }
        variables["TERM"] = term
        driver = try RunningProgram(
            OtherProgram.python,
            [OtherProgram.driver("terminal.py")] + (hasKittyKeyboard ? ["--kitty"] : [])
                + ["\(rows)", "\(columns)"] + wrapper + [StorkProgram.path] + arguments,
            environment: variables)
    }

    private func answer(to order: Order) async throws -> Answer {
        let data = try JSONEncoder().encode(order)
        try driver.write(line: String(decoding: data, as: UTF8.self))
        let line = try await driver.line(within: .seconds((order.patience ?? 0) + 20))
        return try JSONDecoder().decode(Answer.self, from: Data(line.text.utf8))
    }

    /// Waits until the text is on the screen, at a place where one is given. `holding` a key all the while.
    @discardableResult
    func wait(
        for text: String, row: Int? = nil, column: Int? = nil, holding key: String? = nil,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> Answer {
        let order = Order(wait: text, row: row, column: column, hold: key, patience: Self.patience)
        let answer = try await answer(to: order)
        let place = row.map { " at row \($0)" + (column.map { ", column \($0)" } ?? "") } ?? ""
        try #require(answer.ok, "“\(text)”\(place) is not there:\n\(answer.picture)", sourceLocation: sourceLocation)
        return answer
    }

    /// Waits until the text is nowhere on the screen.
    @discardableResult
    func waitUntilGone(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) async throws -> Answer {
        let answer = try await answer(to: Order(wait: text, gone: true, patience: Self.patience))
        try #require(answer.ok, "“\(text)” is still there:\n\(answer.picture)", sourceLocation: sourceLocation)
        return answer
    }

    /// Makes the terminal answer no question any more.
    func mute() async throws { _ = try await answer(to: Order(mute: true)) }

    /// Types.
    func type(_ keys: String) async throws { _ = try await answer(to: Order(keys: keys)) }

    /// Gives the terminal another size.
    func resize(rows: Int, columns: Int) async throws { _ = try await answer(to: Order(resize: [rows, columns])) }

    /// What stands in a part of the screen at the moment.
    func cells(row: Int, column: Int, rows: Int, columns: Int) async throws -> Answer {
        try await answer(to: Order(cells: [row, column, rows, columns]))
    }

    /// Sends a signal by its name without SIG.
    func send(signal: String) async throws { _ = try await answer(to: Order(signal: signal)) }

    /// Closes the terminal, as a lost connection or a closed window does.
    func hangUp() async throws { _ = try await answer(to: Order(hangup: true)) }

    /// Waits for the program's end.
    func end(sourceLocation: SourceLocation = #_sourceLocation) async throws -> Answer {
        let answer = try await answer(to: Order(end: true, patience: Self.patience))
        try #require(answer.ok, "the program has not ended:\n\(answer.picture)", sourceLocation: sourceLocation)
        return answer
    }
}
