import ScriptText
import Testing

struct ScriptReadingTests {
    private func problems(in text: String) throws -> [String] {
        let document = try ScriptDocument(text, file: "m.yaml")
        var problems = ScriptProblems()
        var fields = ScriptFields(document.root, problems: &problems)
        if let node = fields.required("duration", problems: &problems) { _ = problems.duration(node) }
        if let node = fields.optional("mass") { _ = problems.quantity(node, .mass, within: 0...0.5) }
        if let node = fields.optional("count") { _ = problems.integer(node, within: 1...9) }
        if let node = fields.optional("mode") {
            let mode = problems.word(node, of: [("indoor", 1), ("outdoor", 2)])
            #expect(mode == nil || mode == 1)
        }
        fields.finish(problems: &problems)
        do throws(ScriptError) { try problems.throwIfAny(file: "m.yaml") } catch { return error.description.lines }
        return []
    }

    @Test func `a script without mistakes has none`() throws {
        #expect(try problems(in: "duration: 20 s\nmass: 88 g\ncount: 3\nmode: indoor\n") == [])
    }

    @Test func `all mistakes are told, each with its place and remedy`() throws {
        let text = "durtion: 20 s\nmass: 88 s\ncount: many\nmode: outdor\n"
        #expect(
            try problems(in: text) == [
                "m.yaml:1:1: “duration” is missing; add duration: …",
                "m.yaml:1:1: unknown key “durtion”; did you mean “duration”?",
                "m.yaml:2:7: “88 s” is a time, not a mass; write 88 g",
                "m.yaml:3:8: “many” is no whole number in range; 1 to 9",
                "m.yaml:4:7: “outdor” is not known here; did you mean “outdoor”?",
            ])
    }

    @Test(arguments: [
        ("duration: 20", "m.yaml:1:11: “20” has no unit; write 20 s or 250 ms"),
        ("duration: -1 s", "m.yaml:1:11: “-1 s” is no possible time here; 0 s to 10000 h"),
        ("duration: [1 s]", "m.yaml:1:11: a list where a time belongs; write 20 s or 250 ms"),
        ("duration: soon", "m.yaml:1:11: “soon” is no time; write 20 s or 250 ms"),
        ("duration: 5 mss", "m.yaml:1:11: unknown unit “mss”; did you mean “ms”?"),
        ("duration: 5 parsec", "m.yaml:1:11: unknown unit “parsec”; write 20 s or 250 ms"),
        ("duration:", "m.yaml:1:10: nothing is no time; write 20 s or 250 ms"),
        ("{duration: 1 s, mass: 900 g}", "m.yaml:1:23: “900 g” is out of range; 0.0 to 0.5 in SI units"),
        ("{duration: 1 s, mode: balcony}", "m.yaml:1:23: “balcony” is not known here; one of: indoor, outdoor"),
        ("{duration: 1 s, zzz: 1}", "m.yaml:1:17: unknown key “zzz”; known keys: duration, mass, count, mode"),
    ])
    func `a mistake names what, where and what to do`(text: String, message: String) throws {
        #expect(try problems(in: text) == [message])
    }

    @Test func `a list is no mapping`() throws {
        #expect(try problems(in: "- a\n").first == "m.yaml:1:1: a list where keys and values belong; write key: value")
    }

    @Test(arguments: [
        ("durtion", "duration"), ("at", "at"), ("balckout", "blackout"), ("LOSS", "loss"), ("xyzzy", nil),
        ("q", nil), (String(repeating: "a", count: 5000), nil),
    ])
    func `the word that was probably meant is found`(word: String, meant: String?) {
        #expect(Spelling.nearest(to: word, among: ["duration", "at", "blackout", "loss"]) == meant)
    }

    @Test func `a sentence is the mapping it stands for, with places`() {
        let node = ScriptNode(
            sentence: "loss 20 %  on navdata at 5 s", keys: ["on", "at"], at: ScriptPlace(line: 3, column: 5))
        let entries = node.entries ?? []
        #expect(entries.map(\.key) == ["loss", "on", "at"])
        #expect(entries.map(\.value.text) == ["20 %", "navdata", "5 s"])
        #expect(entries.map(\.place.column) == [5, 16, 27])
        #expect(entries.map(\.value.place.column) == [10, 19, 30])
        #expect(ScriptNode(sentence: "   ", keys: [], at: .start).entries == [])
        #expect(ScriptNode(sentence: "reboot at 5 s", keys: ["at"], at: .start).entries?[0].value.text == "")
    }
}

extension String {
    fileprivate var lines: [String] { split(separator: "\n").map(String.init) }
}
