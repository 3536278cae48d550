import CNcurses
public import CellCanvas
import TerminalKeys

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// A terminal in full-screen mode: shows canvases and reads keys.
///
/// curses keeps its state in globals, so that there may be one terminal at a time, and all calls have to come
/// from the thread that opened it, the main thread. The class is not `Sendable` to keep it there.
///
/// The terminal is put in order by ``close()``, at the latest when the value goes away. For exits that skip
/// both, ``TerminalRestoration/perform()`` may be called from a signal handler.
public final class CursesTerminal {
    /// How many colours are used.
    public let colorDepth: ColorDepth
    /// Which glyphs the terminal shows: what a canvas for it is to be made with.
    public let glyphs: GlyphSet
    /// The width of the screen in cells.
    public private(set) var columns = 0
    /// The height of the screen in cells.
    public private(set) var rows = 0
    /// What terminfo says of the terminal's colours, before the user's wishes.
    public let colorCount: Int
    /// Whether terminfo knows how to repeat a character (`rep`).
    public let hasRepetition: Bool
    /// Whether frames are marked for terminals that show them at once (DEC mode 2026).
    public var updates = Updates.unmarked
    /// Counts how often everything on the screen was sent anew: a picture painted before is gone then.
    public private(set) var generation = 0

    /// Whether frames are marked.
    public enum Updates: Sendable {
        // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
        case unmarked, synchronized
    }

    let window: stork_window
    /// What the terminal tells of keys: releases once it has confirmed them, see ``requestKeyReleases()``.
    public internal(set) var keyReports = KeyReports.presses

    private let screen: OpaquePointer
    private let output: Int32
    let input: Int32
    let escapeDelay: Int32
    var decoder: KeyDecoder
    /// Whether the terminal was asked for releases, so that it is to be told when they are not wanted any more.
    var asksForReleases = false
    /// Whether the terminal was asked to tell of pastes.
    var asksForPastes = false
    var pictureOutput: PictureOutput
    private let capture: RefreshCapture?
    /// Cells that a picture covers, see ``reserve(_:)``.
    private var reserved = Rectangle.empty
    private let streams: [UnsafeMutablePointer<FILE>]
    private var pairs: ColorPairs
    private var shown: Canvas?
    private(set) var isOpen = true

    /// Opens a terminal and clears its screen.
    ///
    /// Only what characters are is taken from the locale (LC_CTYPE), so that numbers keep their points.
    public init(_ configuration: TerminalConfiguration = TerminalConfiguration()) throws(TerminalError) {
        for descriptor in [configuration.input, configuration.output] where isatty(descriptor) == 0 {
            throw .notATerminal(descriptor: descriptor)
        }
        let name = configuration.terminalName ?? getenv("TERM").map { String(cString: $0) } ?? ""
        if name.isEmpty { throw .noTerminalName }
        let description = try TerminalDescription(name: name, output: configuration.output)
        setlocale(LC_CTYPE, configuration.localeName)
        let isUTF8 = nl_langinfo(nl_item(CODESET)).map { String(cString: $0) } == "UTF-8"
        glyphs = isUTF8 && configuration.glyphs == .asLocale ? .unicode : .ascii

        colorCount = description.colors
        hasRepetition = description.hasRepetition
        let input = try Self.stream(configuration.input, mode: "r")
        let display: UnsafeMutablePointer<FILE>
        do throws(TerminalError) {
            display = try Self.stream(configuration.output, mode: "w")
        } catch {
            fclose(input)
            throw error
        }
        let isArmed = TerminalRestoration.arm(descriptor: configuration.output, bytes: description.restoration)
        guard isArmed, let screen = newterm(name, display, input), let window = stork_standard_window() else {
            let code = errno
            TerminalRestoration.disarm()
            fclose(display)
            fclose(input)
            throw .system(operation: "newterm", code: code)
        }
        self.screen = screen
        self.window = window
        streams = [display, input]
        output = configuration.output
        self.input = configuration.input
        escapeDelay = configuration.escapeDelay
        decoder = KeyDecoder(sequences: description.keys)
        pictureOutput = PictureOutput(terminal: configuration.output)
        capture = RefreshCapture(of: fileno(display), to: configuration.output)

        let wantsColor = configuration.colors == .whereAvailable && has_colors()
        colorDepth = wantsColor ? ColorDepth(colors: description.colors) : .monochrome
        pairs = ColorPairs(
            capacity: description.pairs, numbering: colorDepth == .truecolor ? .direct : .palette)
        if colorDepth > .monochrome {
            start_color()
            pairs.hasDefaultColors = use_default_colors() == OK
        }
        cbreak()
        noecho()
        nonl()
        _ = stork_disable_stopping_keys(configuration.input)
        def_prog_mode()
        keypad(window, true)
        leaveok(window, true)
        scrollok(window, false)
        // Inserted and deleted characters would move a picture that curses does not know of.
        idcok(window, false)
        curs_set(0)
        takeSize()
        wclear(window)
        wrefresh(window)
    }

    deinit { close() }

    /// Leaves full-screen mode and restores the terminal; a second call does nothing.
    public func close() {
        guard isOpen else { return }
        isOpen = false
        pictureOutput.close(isMarked: updates == .synchronized)
        let end = requestsEnd
        if !end.isEmpty {
            // Past the output that never waits: a keyboard that speaks another language is worse than a moment lost.
            _ = end.withUnsafeBytes { write(output, $0.baseAddress, $0.count) }
        }
        capture?.close()
        set_term(screen)
        curs_set(1)
        endwin()
        TerminalRestoration.disarm()
        delscreen(screen)
        for stream in streams { fclose(stream) }
    }

    /// Rings the terminal's bell once.
    public func ring() {
        if isOpen { beep() }
    }

    /// Makes the next canvas be sent in full: after something else wrote on the terminal.
    public func repaint() {
        guard isOpen else { return }
        sendAll()
    }

    /// Leaves an area to a picture, which ``show(_:picture:)`` is given as bytes; ``Rectangle/empty`` takes it back.
    ///
    /// What canvases have there is not shown meanwhile. The area should be at least eight columns wide: curses
    /// moves the cursor over fewer by writing what it believes to be there.
    public func reserve(_ area: Rectangle) {
        guard area != reserved else { return }
        reserved = area
        shown = nil
    }

    private func sendAll() {
        shown = nil
        generation &+= 1
        clearok(window, true)
    }

    /// Shows a canvas; cells that did not change since the last one are not touched.
    ///
    /// A canvas of another size than the screen is clipped by it.
    ///
    /// - Parameter picture: What paints the reserved area, and leaves cursor and attributes as they were.
    /// - Returns: Whether it was shown: not while the terminal has yet to take the rest of the last picture, because
    ///   nothing may come between. A picture given then is dropped, too; its painter has to be told.
    @discardableResult
    public func show(_ canvas: Canvas, picture: [UInt8] = []) -> Bool {
        guard isOpen, takesOutput else { return false }
        draw(canvas)
        let isMarked = updates == .synchronized
        guard let capture else {
            if isMarked { pictureOutput.send(Self.updateBegin) }
            wrefresh(window)
            pictureOutput.send(picture + (isMarked ? Self.updateEnd : []))
            return true
        }
        let bytes = capture.bytes { _ = wrefresh(window) } + picture
        if !bytes.isEmpty { pictureOutput.send(isMarked ? Self.updateBegin + bytes + Self.updateEnd : bytes) }
        return true
    }

    private func draw(_ canvas: Canvas) {
        if shown?.columns != canvas.columns || shown?.rows != canvas.rows { werase(window) }
        for change in canvas.changes(since: shown) where change.row < rows {
            for column in change.columns where column < columns {
                if reserved.contains(row: change.row, column: column) {
                    putPlaceholder(row: change.row, column: column)
                } else {
                    put(canvas[change.row, column], row: change.row, column: column)
                }
            }
        }
        shown = canvas
    }

    /// Puts something that no canvas has where a picture is: curses then never takes it for blank, which it would
    /// clear with the rest of a line, and sends all of it when the area is taken back.
    private func putPlaceholder(row: Int, column: Int) {
        var complex = cchar_t()
        let dot = [wchar_t(bitPattern: UInt32(("." as Unicode.Scalar).value)), 0]
        guard setcchar(&complex, dot, stork_underline(), 0, nil) == OK else { return }
        _ = mvwadd_wch(window, Int32(row), Int32(column), &complex)
    }

    private func put(_ cell: Cell, row: Int, column: Int) {
        if cell.part == .wideRight { return }
        let width = cell.part == .wideLeft ? 2 : 1
        var scalars = cell.glyph.unicodeScalars.map { wchar_t(truncatingIfNeeded: $0.value) }
        // What the C library takes for another width would move the rest of the line.
        let isReplaced = column + width > columns || stork_character_width(scalars.first ?? 0) != Int32(width)
        if isReplaced { scalars = [Self.questionMark] }
        scalars.append(0)
        let style = cell.style.reduced(to: colorDepth)
        var complex = cchar_t()
        let pair = pairs.pair(style.foreground, style.background)
        guard setcchar(&complex, scalars, Self.attributes(style.emphasis), pair, nil) == OK else { return }
        // Writing the last cell of the screen reports an error because the cursor has nowhere to go; the
        // cell is written all the same. A wide glyph that cannot be shown fills both its cells.
        _ = mvwadd_wch(window, Int32(row), Int32(column), &complex)
        if isReplaced, width == 2, column + 1 < columns {
            _ = mvwadd_wch(window, Int32(row), Int32(column + 1), &complex)
        }
    }

    private static let questionMark: wchar_t = 0x3F

    private static func attributes(_ emphasis: Emphasis) -> attr_t {
        var attributes: attr_t = 0
        if emphasis.contains(.bold) { attributes |= stork_bold() }
        if emphasis.contains(.dim) { attributes |= stork_dim() }
        if emphasis.contains(.reverse) { attributes |= stork_reverse() }
        return attributes
    }

    // MARK: Input

    /// The next key, or a change of the screen's size; nil at once when there is none.
    ///
    /// The size is asked for at every call, so that it is noticed also where another part of the program
    /// handles the signal of its change.
    public func nextKey() -> KeyEvent? {
        guard isOpen else { return nil }
        if takeSize() { return .resize(columns: columns, rows: rows) }
        return readKey()
    }

    /// Learns the screen's size; true when it changed.
    @discardableResult
    private func takeSize() -> Bool {
        var width: Int32 = 0
        var height: Int32 = 0
        if stork_window_size(output, &width, &height) != 0 || width <= 0 || height <= 0 {
            // A serial line knows no size: what terminfo says then holds.
            width = getmaxx(window)
            height = getmaxy(window)
        }
        if Int(width) == columns, Int(height) == rows { return false }
        columns = Int(width)
        rows = Int(height)
        if getmaxx(window) != width || getmaxy(window) != height { resize_term(height, width) }
        werase(window)
        sendAll()
        return true
    }

    private static func stream(_ descriptor: Int32, mode: String) throws(TerminalError) -> UnsafeMutablePointer<FILE> {
        let copy = dup(descriptor)
        guard copy >= 0 else { throw .system(operation: "dup", code: errno) }
        guard let stream = fdopen(copy, mode) else {
            let code = errno
            _ = Self.closeDescriptor(copy)
            throw .system(operation: "fdopen", code: code)
        }
        return stream
    }

    /// The C library's `close`, whose name the method above has taken.
    @discardableResult
    static func closeDescriptor(_ descriptor: Int32) -> Int32 {
        #if canImport(Darwin)
            Darwin.close(descriptor)
        #elseif canImport(Musl)
            Musl.close(descriptor)
        #else
            Glibc.close(descriptor)
        #endif
    }
}
