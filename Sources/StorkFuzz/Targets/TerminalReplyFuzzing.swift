import CellCanvas
import TerminalPicture

/// What a terminal answers to questions about itself: the cut does not matter, keys come back, and nothing is believed
/// that cannot be.
enum TerminalReplyFuzzing {
    static func run(_ bytes: [UInt8]) throws(Finding) {
        for name in ["xterm-256color", "tmux-256color", "screen"] {
            var surroundings = TerminalSurroundings()
            surroundings.name = name
            surroundings.colors = 256
            surroundings.glyphs = .unicode
            let whole = probe(surroundings, [bytes])
            let pieces = probe(surroundings, bytes.map { [$0] })
            let holds =
                whole.capabilities == pieces.capabilities && whole.keys == pieces.keys && whole.isDone == pieces.isDone
            try Finding.unless(holds, "byte by byte \(pieces), whole \(whole)")
            try check(whole, of: bytes)
        }
    }

    private static func probe(_ surroundings: TerminalSurroundings, _ pieces: [[UInt8]]) -> TerminalProbe {
        var probe = TerminalProbe(surroundings)
        for piece in pieces { probe.handle(.bytes(piece)) }
        probe.handle(.timeout)
        return probe
    }

    private static func check(_ probe: TerminalProbe, of bytes: [UInt8]) throws(Finding) {
        try Finding.unless(probe.isDone, "the time is over and there is more to wait for")
        try Finding.unless(probe.keys.count <= bytes.count, "\(probe.keys.count) keys of \(bytes.count) bytes")
        if !bytes.contains(0x1B) {
            try Finding.unless(probe.keys == bytes, "without an escape \(bytes) are keys, not \(probe.keys)")
        }
        let capabilities = probe.capabilities
        if let name = capabilities.name {
            try Finding.unless(name.utf8.count <= 40 && name.allSatisfy(\.isASCII), "the name is \(name)")
        }
        if let cell = capabilities.cellSize {
            let sides = 1...CellSize.limit
            try Finding.unless(sides.contains(cell.width) && sides.contains(cell.height), "a cell of \(cell)")
        }
        try Finding.unless(!capabilities.modes.isEmpty, "no way to show a picture")
    }
}
