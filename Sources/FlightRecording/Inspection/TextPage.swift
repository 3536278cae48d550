import JSONText

/// Lines of at most 80 columns: headings, and rows of a label, a number that ends in one column, and its unit.
struct TextPage {
    /// The widest line.
    static let width = 80
    /// Where the labels end.
    private static let labelWidth = 30
    /// Where the numbers end.
    private static let numberEnd = 46

    /// The lines so far.
    private(set) var lines: [String] = []

    /// The lines as one text with a line break after each.
    var text: String { lines.map { $0 + "\n" }.joined() }

    /// A heading, behind an empty line.
    mutating func heading(_ title: String) {
        if !lines.isEmpty { lines.append("") }
        append(title)
    }

    /// A number and its unit; `n/a` where there is none.
    mutating func row(_ label: String, _ number: String?, _ unit: String = "") {
        let name = Self.padded("  " + label, to: Self.labelWidth)
        let value = number ?? "n/a"
        let fill = String(repeating: " ", count: max(1, Self.numberEnd - name.count - value.count))
        append(name + fill + value + (number == nil || unit.isEmpty ? "" : " " + unit))
    }

    /// A count.
    mutating func row(_ label: String, count: Int?, _ unit: String = "") {
        row(label, count.map(Self.grouped), unit)
    }

    /// Words behind a label, over several lines where they are long; `n/a` where there are none.
    mutating func row(_ label: String, words: String?) {
        let indentation = String(repeating: " ", count: Self.labelWidth + 1)
        var line = Self.padded("  " + label, to: Self.labelWidth) + " "
        var isFresh = true
        for word in (words ?? "n/a").split(separator: " ") {
            if !isFresh, line.count + 1 + word.count > Self.width {
                append(line)
                line = indentation
                isFresh = true
            }
            line += (isFresh ? "" : " ") + word
            isFresh = false
        }
        append(line)
    }

    /// Cells side by side, from left to right and then down, as many in a line as fit.
    mutating func cells(_ cells: [String], width: Int) {
        let perLine = max(1, (Self.width - 2) / max(1, width))
        for start in stride(from: 0, to: cells.count, by: perLine) {
            let line = cells[start..<min(cells.count, start + perLine)].map { Self.padded($0, to: width) }
            append("  " + line.joined())
        }
    }

    /// A line; what outside text has of control characters is shown as `?`, and what does not fit as `…`.
    mutating func append(_ line: String) {
        let clean = String(
            line.map { $0.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control } ? $0 : "?" })
        let trimmed = clean.reversed().drop { $0 == " " }.reversed()
        lines.append(trimmed.count > Self.width ? String(trimmed.prefix(Self.width - 1)) + "…" : String(trimmed))
    }

    /// `text` with spaces behind it up to `width`, and one at least.
    static func padded(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(1, width - text.count))
    }

    /// `text` with spaces before it up to `width`.
    static func aligned(_ text: String, to width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }

    /// 27,262.
    static func grouped(_ number: Int) -> String {
        let digits = Array(String(number.magnitude))
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { text += "," }
            text.append(digit)
        }
        return (number < 0 ? "−" : "") + text
    }

    /// A time in seconds with `decimals` decimals.
    static func seconds(_ duration: Duration?, decimals: Int = 2) -> String? {
        duration.flatMap { DecimalNumber.fixed($0.seconds, decimals: decimals) }
    }
}
