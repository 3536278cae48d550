import CellCanvas
import CursesTerminal
import FerryChat
import Foundation
import Synchronization

/// The chat on a terminal: waits for keys and news on the main thread alone.
@MainActor
final class ChatTerminal {
    private let terminal: CursesTerminal
    private let doorbell: Doorbell
    private let node: ChatNode
    private var screen: ChatScreen
    private var canvas: Canvas

    /// Talks until the user or a signal says otherwise.
    ///
    /// - Returns: What was typed and is not with the node.
    static func run(_ settings: ChatNode.Settings, _ configuration: TerminalConfiguration) async throws -> [String] {
        let doorbell = try Doorbell()
        let isOver = Mutex(false)
        // Before the terminal is opened: curses would install handlers of its own.
        let interruption = Interruption { count in
            if count > 1 {
                TerminalRestoration.perform()
                _exit(1)
            }
            isOver.withLock { $0 = true }
            doorbell.ring()
        }
        defer { interruption.stop() }
        TerminalRestoration.performOnCrash()
        let chat = try ChatTerminal(settings, configuration, doorbell)
        defer { chat.terminal.close() }
        chat.terminal.requestPastes()
        while !isOver.withLock({ $0 }), chat.turn() {}
        return chat.node.take().outbox.unsentTexts
    }

    private init(
        _ settings: ChatNode.Settings, _ configuration: TerminalConfiguration, _ doorbell: Doorbell
    ) throws {
        self.doorbell = doorbell
        terminal = try CursesTerminal(configuration)
        canvas = Canvas(columns: terminal.columns, rows: terminal.rows, glyphs: terminal.glyphs)
        node = ChatNode(settings) { doorbell.ring() }
        screen = ChatScreen(node.take().sight)
        show()
    }

    /// Waits, takes what came, draws. False when it is over.
    private func turn() -> Bool {
        guard wait() else { return false }
        doorbell.silence()
        let news = node.take()
        screen.sight = news.sight
        screen.connection = news.connection
        screen.outbox = news.outbox
        if let notice = news.notices.last { screen.notice = notice }
        while let key = terminal.nextKey() {
            if case .resize(let columns, let rows) = key {
                canvas = Canvas(columns: columns, rows: rows, glyphs: terminal.glyphs)
            }
            for order in screen.handle(key) {
                switch order {
                case .send(let text): node.send(text)
                case .repaint: terminal.repaint()
                case .quit: return false
                }
            }
        }
        show()
        return true
    }

    private func show() {
        screen.draw(into: &canvas)
        terminal.show(canvas)
    }

    /// Waits for a key or news; false when the terminal is gone.
    private func wait() -> Bool {
        var waits = [
            pollfd(fd: doorbell.descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: 0, events: Int16(POLLIN), revents: 0),
            pollfd(fd: 1, events: Int16(POLLOUT), revents: 0),
        ]
        // A terminal that has yet to take the last picture says when it is ready for another.
        let count = terminal.pendingBytes > 0 ? 3 : 2
        guard poll(&waits, nfds_t(count), Self.pause) > 0 else { return true }
        return waits[1].revents & Int16(POLLHUP | POLLERR | POLLNVAL) == 0
    }

    /// The screen's size is asked for so often, milliseconds: the signal of its change may reach another thread.
    private static let pause: Int32 = 250
}
