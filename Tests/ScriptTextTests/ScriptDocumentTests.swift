import ScriptText
import Testing

struct ScriptDocumentTests {
    @Test func `every node knows its line and column`() throws {
        let document = try ScriptDocument("name: test\nsteps:\n  - take off\n  - {wait: 5 s}\n", file: "a.yaml")
        let entries = try #require(document.root.entries)
        #expect(entries.map(\.key) == ["name", "steps"])
        #expect(entries[0].value == ScriptNode(.scalar("test"), at: ScriptPlace(line: 1, column: 7)))
        let steps = try #require(entries[1].value.items)
        #expect(steps[0] == ScriptNode(.scalar("take off"), at: ScriptPlace(line: 3, column: 5)))
        let wait = try #require(steps[1].entries?.first)
        #expect(wait.place == ScriptPlace(line: 4, column: 6))
        #expect(wait.value.place == ScriptPlace(line: 4, column: 12))
    }

    @Test(arguments: [
        ("a: [1, 2\nb: 3\n", "not YAML"), ("a: 1\na: 2\n", "“a” stands here more than once"),
        ("a: \"open\n", "not YAML"), ("", "the script is empty"), ("# only a comment\n", "the script is empty"),
        ("a: &x 1\n", "an anchor (&) or alias (*)"), ("a: *x\n", "an anchor (&) or alias (*)"),
        ("? {a: 1}\n: 2\n", "a key has to be a word"), ("a: 1\n---\nb: 2\n", "not YAML"), ("a: \u{1}\n", "not"),
    ])
    func `a mistake is told in words`(text: String, beginning: String) {
        let error = #expect(throws: ScriptError.self) { try ScriptDocument(text, file: "a.yaml") }
        #expect(error?.problems.first?.what.hasPrefix(beginning) == true, "\(String(describing: error))")
        #expect(error?.description.hasPrefix("a.yaml:") == true)
    }

    @Test func `the classic bomb of aliases is refused before it is parsed`() {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
        for level in 1..<40 {
            text += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1), *a\(level - 1), *a\(level - 1)]\n"
        }
        text += "? *a39\n: 1\n? *a39\n: 2\n"
        let error = #expect(throws: ScriptError.self) { try ScriptDocument(text, file: "bomb.yaml") }
        #expect(
            error?.description
                == "bomb.yaml:1:5: an anchor (&) or alias (*); write the value out, or put the text between quotes")
    }

    @Test(arguments: [
        "salt & pepper", "'&x'", "\"*y \\\" &z\"", "2*3", "a&b", "word # &comment *here", "it's &", "- 3 * 4",
    ])
    func `ampersands and stars inside text are no anchors`(text: String) throws {
        #expect(throws: Never.self) { try ScriptDocument("a:\n  \(text)\n", file: "a.yaml") }
    }

    @Test(arguments: ["[", "{a: ", "- ", "a:\n "])
    func `deep nesting is refused, however deep`(opening: String) {
        for count in [30, 900, 20_000] {
            var text = String(repeating: opening, count: count)
            if opening.hasSuffix("\n ") {
                text = (0..<min(count, 600)).map { String(repeating: " ", count: $0) + "a:\n" }.joined()
            }
            #expect(throws: ScriptError.self) { try ScriptDocument(text + "x", file: "deep.yaml") }
        }
    }

    @Test func `a balanced nest is refused by its depth`() {
        let text = String(repeating: "[", count: 26) + String(repeating: "]", count: 26)
        let error = #expect(throws: ScriptError.self) { try ScriptDocument(text, file: "deep.yaml") }
        #expect(error?.problems.first?.what == "too deeply nested")
    }

    @Test func `more than 256 KiB are refused`() {
        let text = "a: " + String(repeating: "x", count: ScriptDocument.Limit.bytes)
        let error = #expect(throws: ScriptError.self) { try ScriptDocument(text, file: "big.yaml") }
        #expect(error?.problems.first?.what.hasSuffix("bytes") == true)
    }

    @Test func `a damaged script never traps`() {
        let script = Array("faults:\n  - loss: 20 %\n    at: 5 s\n  - {reboot: , at: \"3 s\"}\n# c\nseed: 7\n".utf8)
        var seed: UInt64 = 1
        for _ in 0..<2000 {
            var bytes = script
            for _ in 0..<3 {
                seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                bytes[Int(seed >> 33) % bytes.count] = UInt8(truncatingIfNeeded: seed >> 24)
            }
            _ = try? ScriptDocument(String(decoding: bytes, as: UTF8.self), file: "x")
        }
    }
}
