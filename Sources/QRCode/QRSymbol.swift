import CQREncode

/// A QR code: a square of dark and light modules, made by libqrencode.
public struct QRSymbol: Equatable, Sendable {
    /// Modules along a side, without the quiet zone.
    public let side: Int
    /// Whether each module is dark, row after row.
    private let isDark: [Bool]

    /// Light modules that have to be around it, on every side (ISO/IEC 18004).
    public static let quietZone = 4

    /// The code of a text with error correction M (15 %); nil where it is empty or too long (2331 bytes).
    public init?(_ text: String) {
        guard let code = QRcode_encodeString(text, 0, QR_ECLEVEL_M, QR_MODE_8, 1) else { return nil }
        defer { QRcode_free(code) }
        let side = Int(code.pointee.width)
        guard let data = code.pointee.data else { return nil }
        self.side = side
        // The lowest bit says dark; the others are of use to the encoder only.
        isDark = UnsafeBufferPointer(start: data, count: side * side).map { $0 & 1 == 1 }
    }

    /// Whether a module is dark; outside, in the quiet zone, none is.
    public func isDark(row: Int, column: Int) -> Bool {
        guard (0..<side).contains(row), (0..<side).contains(column) else { return false }
        return isDark[row * side + column]
    }

    /// Lines for a terminal, two modules in a cell. Dark modules are blanks on a terminal with light letters on a dark
    /// ground, so that the code is dark on light as readers expect; `isInverted` is for the other kind.
    public func lines(isInverted: Bool = false) -> [String] {
        let zone = Self.quietZone
        return stride(from: -zone, to: side + zone, by: 2).map { row in
            String(
                (-zone..<(side + zone)).map { column -> Character in
                    let isUpperLit = isDark(row: row, column: column) == isInverted
                    let isLowerLit = row + 1 < side + zone && isDark(row: row + 1, column: column) == isInverted
                    return switch (isUpperLit, isLowerLit) {
                    case (true, true): "█"
                    case (true, false): "▀"
                    case (false, true): "▄"
                    case (false, false): " "
                    }
                })
        }
    }

    /// The code as SVG: a square that scales.
    public var svg: String {
        let size = side + 2 * Self.quietZone
        var path = ""
        for row in 0..<side {
            for column in 0..<side where isDark(row: row, column: column) {
                path += "M\(column + Self.quietZone) \(row + Self.quietZone)h1v1h-1z"
            }
        }
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(size) \(size)" shape-rendering="crispEdges">\
            <rect width="\(size)" height="\(size)" fill="#fff"/><path d="\(path)" fill="#000"/></svg>
            """
    }
}
