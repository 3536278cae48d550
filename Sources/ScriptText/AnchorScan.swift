/// Finds anchors and aliases before the parser does, because comparing keys made of nested aliases takes the
/// parser exponential time.
///
/// Looks at characters, not at YAML's grammar: it may take text inside a block scalar for an anchor, never the
/// other way round.
enum AnchorScan {
    /// Where the first anchor or alias stands; nil where there is none.
    static func firstAnchorOrAlias(in text: String) -> ScriptPlace? {
        var place = ScriptPlace.start
        var quote: Unicode.Scalar?
        var inComment = false
        var previous: Unicode.Scalar = "\n"
        let scalars = text.unicodeScalars
        for index in scalars.indices {
            let scalar = scalars[index]
            defer {
                previous = scalar
                place =
                    scalar == "\n"
                    ? ScriptPlace(line: place.line + 1, column: 1)
                    : ScriptPlace(line: place.line, column: place.column + 1)
            }
            if scalar == "\n" { inComment = false }
            if inComment { continue }
            let beginsToken = " \t\n\r[{,:-?".unicodeScalars.contains(previous)
            if let open = quote {
                if scalar == open, !(open == "\"" && isEscaped(at: index, in: scalars)) { quote = nil }
            } else if beginsToken, scalar == "\"" || scalar == "'" {
                quote = scalar
            } else if beginsToken, scalar == "#" {
                inComment = true
            } else if beginsToken, scalar == "&" || scalar == "*",
                let next = scalars[scalars.index(after: index)...].first, !next.properties.isWhitespace
            {
                return place
            }
        }
        return nil
    }

    /// Whether an odd number of backslashes stands before `index`.
    private static func isEscaped(at index: String.Index, in scalars: String.UnicodeScalarView) -> Bool {
        scalars[..<index].reversed().prefix { $0 == "\\" }.count % 2 == 1
    }
}
