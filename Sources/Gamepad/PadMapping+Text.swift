public import ScriptText

extension PadMapping {
    /// Reads a mapping file.
    ///
    /// - Parameters:
    ///   - text: What is in it.
    ///   - file: Its path, for errors and as ``file``; its last part without the ending becomes ``name``.
    /// - Throws: every mistake in it, with file, line and column.
    public init(text: String, file: String) throws(ScriptError) {
        let document = try ScriptDocument(text, file: file)
        var problems = ScriptProblems()
        var fields = ScriptFields(document.root, problems: &problems)
        let match = fields.optional("match").map { Self.match($0, &problems) }
        let deadZone = fields.optional("dead-zone").flatMap {
            problems.quantity($0, .share, within: Self.deadZones)
        }
        let sticks = fields.required("axes", problems: &problems).map { Self.sticks($0, &problems) }
        let controls = fields.required("buttons", problems: &problems).map { Self.controls($0, &problems) }
        fields.finish(problems: &problems)
        try problems.throwIfAny(file: file)
        let leaf = file.split(separator: "/").last.map(String.init) ?? file
        let name = leaf.hasSuffix(".yaml") ? String(leaf.dropLast(5)) : leaf
        self.init(
            name: name, file: file, match: match ?? Match(name: name), deadZone: deadZone ?? Self.usualDeadZone,
            sticks: sticks ?? [:], controls: controls ?? [:])
    }

    private static func match(_ node: ScriptNode, _ problems: inout ScriptProblems) -> Match {
        var match = Match()
        var fields = ScriptFields(node, problems: &problems)
        if let vendor = fields.optional("vendor") { match.vendor = number(vendor, &problems) }
        if let product = fields.optional("product") { match.product = number(product, &problems) }
        if let name = fields.optional("name") {
            match.name = name.text
            if (name.text ?? "").isEmpty {
                problems.add(at: name.place, "no name", remedy: "write a part of the pad's name, e.g. name: Xbox")
            }
        }
        fields.finish(problems: &problems)
        if node.entries?.isEmpty == true {
            problems.add(at: node.place, "match says nothing", remedy: "give vendor and product, or name")
        }
        return match
    }

    /// Four hexadecimal digits, as lsusb and `stork gamepad list` write them.
    private static func number(_ node: ScriptNode, _ problems: inout ScriptProblems) -> UInt16? {
        guard let text = node.text, text.count == 4, let number = UInt16(text, radix: 16) else {
            problems.add(
                at: node.place, "“\(node.text ?? "a list")” is no number of a pad",
                remedy: "four hexadecimal digits as in stork gamepad list, e.g. 045e")
            return nil
        }
        return number
    }

    private static func sticks(_ node: ScriptNode, _ problems: inout ScriptProblems) -> [FlightAxis: Stick] {
        var sticks: [FlightAxis: Stick] = [:]
        var fields = ScriptFields(node, problems: &problems)
        for axis in FlightAxis.allCases {
            guard let value = fields.required(axis.rawValue, problems: &problems) else { continue }
            guard let stick = stick(value, &problems) else { continue }
            if let other = sticks.first(where: { $0.value.axis == stick.axis })?.key {
                problems.add(
                    at: value.place, "\(stick.axis.name) is \(other.rawValue) already", remedy: "give each its own axis"
                )
            }
            sticks[axis] = stick
        }
        fields.finish(problems: &problems)
        return sticks
    }

    /// `ABS_RY` or `ABS_RY reversed`.
    private static func stick(_ node: ScriptNode, _ problems: inout ScriptProblems) -> Stick? {
        let words = (node.text ?? "").split(separator: " ").map(String.init)
        guard let name = words.first, words.count <= 2 else {
            problems.add(at: node.place, "no axis", remedy: "write ABS_RX, or ABS_RX reversed")
            return nil
        }
        guard let axis = PadAxis(name: name) else {
            problems.add(at: node.place, "unknown axis “\(name)”", remedy: suggestion(name, PadAxis.allNames))
            return nil
        }
        guard words.count == 2 else { return Stick(axis) }
        guard words[1] == "reversed" else {
            problems.add(
                at: ScriptPlace(line: node.place.line, column: node.place.column + name.unicodeScalars.count + 1),
                "“\(words[1])” behind an axis", remedy: "only reversed may stand there")
            return nil
        }
        return Stick(axis, isReversed: true)
    }

    private static func controls(_ node: ScriptNode, _ problems: inout ScriptProblems) -> [PadControl: PadAction] {
        var controls: [PadControl: PadAction] = [:]
        var fields = ScriptFields(node, problems: &problems)
        for action in PadAction.allCases {
            let value =
                action == .land
                ? fields.required(action.rawValue, problems: &problems) : fields.optional(action.rawValue)
            for item in value.map({ $0.items ?? [$0] }) ?? [] {
                guard let name = item.text, let control = PadControl(name: name) else {
                    let names = PadButton.allNames + PadAxis.allNames.flatMap { [$0 + "+", $0 + "-"] }
                    problems.add(
                        at: item.place, "unknown button “\(item.text ?? "")”",
                        remedy: suggestion(item.text ?? "", names))
                    continue
                }
                if let other = controls[control] {
                    problems.add(
                        at: item.place, "\(control.name) is \(other.rawValue) already", remedy: "give each its own")
                }
                controls[control] = action
            }
        }
        fields.finish(problems: &problems)
        if controls.contains(where: { $0.value == .cut }) != controls.contains(where: { $0.value == .confirmCut }) {
            problems.add(
                at: node.place, "cut and confirm-cut belong together",
                remedy: "give each a button of its own, or neither")
        }
        return controls
    }

    private static func suggestion(_ word: String, _ names: [String]) -> String {
        let known = "stork gamepad watch shows the names"
        return Spelling.nearest(to: word, among: names).map { "did you mean “\($0)”?" } ?? known
    }

    /// The mapping as a file that ``init(text:file:)`` reads as the same.
    public var text: String {
        var lines = ["# A game pad for stork: what its axes and buttons mean. `stork gamepad watch` shows their names."]
        var pad: [String] = []
        if let vendor = match.vendor { pad.append("vendor: \"\(PadDescription.hexadecimal(vendor))\"") }
        if let product = match.product { pad.append("product: \"\(PadDescription.hexadecimal(product))\"") }
        if let name = match.name { pad.append("name: \(Self.quoted(name))") }
        if !pad.isEmpty { lines.append("match: {\(pad.joined(separator: ", "))}") }
        lines += ["dead-zone: \((deadZone * 1000).rounded() / 10) %", "", "axes:"]
        for axis in FlightAxis.allCases {
            guard let stick = sticks[axis] else { continue }
            lines.append("  \(axis.rawValue): \(stick.axis.name)\(stick.isReversed ? " reversed" : "")")
        }
        lines += ["", "buttons:"]
        for action in PadAction.allCases {
            let names = controls.filter { $0.value == action }.keys.map(\.name).sorted()
            if names.isEmpty { continue }
            let value = names.count == 1 ? names[0] : "[\(names.joined(separator: ", "))]"
            lines.append("  \(action.rawValue): \(value)")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func quoted(_ text: String) -> String {
        "'" + text.replacing("'", with: "''") + "'"
    }
}
