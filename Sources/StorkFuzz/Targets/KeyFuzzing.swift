import CellCanvas
import TerminalKeys

/// What a terminal sends: however it is cut it means the same, every byte is taken, and a space bar after a pause is
/// always heard.
enum KeyFuzzing {
    static func run(_ bytes: [UInt8]) throws(Finding) {
        var whole = KeyDecoder()
        whole.receive(bytes)
        let expected = drain(&whole)
        try Finding.unless(!whole.isMidSequence, "bytes are left after a pause")
        // A sequence makes at most as many events as it has bytes.
        try Finding.unless(expected.count <= bytes.count, "\(bytes.count) bytes became \(expected.count) events")

        var single = KeyDecoder()
        var found: [TerminalInput] = []
        for byte in bytes {
            single.receive([byte])
            while let input = single.next() { found.append(input) }
        }
        found += drain(&single)
        try Finding.unless(found == expected, "at once \(expected), byte by byte \(found)")

        single.receive([0x20])
        try Finding.unless(drain(&single) == [.text(.character(" "))], "the space bar was swallowed")
    }

    /// What is there, and then nothing comes.
    private static func drain(_ decoder: inout KeyDecoder) -> [TerminalInput] {
        var all: [TerminalInput] = []
        while true {
            while let input = decoder.next() { all.append(input) }
            guard decoder.isMidSequence else { return all }
            decoder.flush()
        }
    }
}
