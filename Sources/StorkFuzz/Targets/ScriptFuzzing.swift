import Gamepad
import ScriptText

/// Scripts: a text is a tree with places in it, or is refused with a sentence and a place.
enum ScriptFuzzing {
    static func run(_ bytes: [UInt8]) throws(Finding) {
        let text = String(decoding: bytes, as: UTF8.self)
        if let quantity = try? Quantity(text) {
            try Finding.unless(quantity.value.isFinite, "\(text) is \(quantity.value)")
        }
        let sentence = ScriptNode(sentence: text, keys: ["on", "at", "for"], at: .start)
        try check(sentence, depth: 0)
        let document: ScriptDocument
        do throws(ScriptError) { document = try ScriptDocument(text, file: "input") } catch {
            try Finding.unless(!error.problems.isEmpty, "refused without a problem")
            try Finding.unless(!error.description.isEmpty, "refused without words")
            return
        }
        try check(document.root, depth: 0)
        try checkMapping(text)
    }

    /// A game pad's mapping: what is read is whole, and is read again from what it writes.
    private static func checkMapping(_ text: String) throws(Finding) {
        guard let mapping = try? PadMapping(text: text, file: "input.yaml") else { return }
        try Finding.unless(mapping.sticks.count == FlightAxis.allCases.count, "a mapping without all sticks")
        try Finding.unless(mapping.controls.values.contains(.land), "a mapping that cannot land")
        let again = try? PadMapping(text: mapping.text, file: "input.yaml")
        try Finding.unless(again?.sticks == mapping.sticks, "other sticks in \(mapping.text)")
        try Finding.unless(again?.controls == mapping.controls, "other buttons in \(mapping.text)")
    }

    private static func check(_ node: ScriptNode, depth: Int) throws(Finding) {
        try Finding.unless(depth <= ScriptDocument.Limit.depth, "deeper than the limit")
        try Finding.unless(node.place.line >= 1 && node.place.column >= 1, "a node at \(node.place)")
        switch node.content {
        case .scalar: return
        case .sequence(let items): for item in items { try check(item, depth: depth + 1) }
        case .mapping(let entries): for entry in entries { try check(entry.value, depth: depth + 1) }
        }
    }
}
