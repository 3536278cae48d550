import CNcurses
public import CellCanvas

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

    private let window: stork_window
    private let screen: OpaquePointer
    private let output: Int32
    private let streams: [UnsafeMutablePointer<FILE>]
    private var pairs: ColorPairs
    private var shown: Canvas?
    private var isOpen = true

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

        let wantsColor = configuration.colors == .whereAvailable && has_colors()
        colorDepth = wantsColor ? ColorDepth(colors: description.colors) : .monochrome
        pairs = ColorPairs(capacity: description.pairs)
        if colorDepth > .monochrome {
            start_color()
            pairs.hasDefaultColors = use_default_colors() == OK
        }
        set_escdelay(configuration.escapeDelay)
        cbreak()
        noecho()
        nonl()
        _ = stork_disable_stopping_keys(configuration.input)
        def_prog_mode()
        keypad(window, true)
        Self.defineArrowKeys()
        wtimeout(window, 0)
        leaveok(window, true)
        scrollok(window, false)
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
        set_term(screen)
        curs_set(1)
        endwin()
        TerminalRestoration.disarm()
        delscreen(screen)
        for stream in streams { fclose(stream) }
    }

    /// Makes the next canvas be sent in full: after something else wrote on the terminal.
    public func repaint() {
        guard isOpen else { return }
        shown = nil
        clearok(window, true)
    }

    /// Shows a canvas; cells that did not change since the last one are not touched.
    ///
    /// A canvas of another size than the screen is clipped by it.
    public func show(_ canvas: Canvas) {
        guard isOpen else { return }
        if shown?.columns != canvas.columns || shown?.rows != canvas.rows { werase(window) }
        for change in canvas.changes(since: shown) where change.row < rows {
            for column in change.columns where column < columns {
                put(canvas[change.row, column], row: change.row, column: column)
            }
        }
        shown = canvas
        wrefresh(window)
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
        var code: wint_t = 0
        let kind = wget_wch(window, &code)
        if kind == ERR { return nil }
        if kind == KEY_CODE_YES, Int32(bitPattern: code) == KEY_RESIZE {
            takeSize()
            shown = nil
            return .resize(columns: columns, rows: rows)
        }
        return kind == KEY_CODE_YES ? Self.event(code: Int32(bitPattern: code)) : Self.event(scalar: UInt32(code))
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
        shown = nil
        werase(window)
        clearok(window, true)
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
    private static func closeDescriptor(_ descriptor: Int32) -> Int32 {
        #if canImport(Darwin)
            Darwin.close(descriptor)
        #elseif canImport(Musl)
            Musl.close(descriptor)
        #else
            Glibc.close(descriptor)
        #endif
    }
}
