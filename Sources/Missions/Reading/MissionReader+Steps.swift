import ScriptText

/// Where a list of steps stands.
struct StepContext {
    var file: String
    var payload: MissionPayload?
    /// The profiles that led here, and a level for every repetition.
    var stack: [String]
}

extension MissionReader {
    /// Writes a list of steps out.
    mutating func expand(_ node: ScriptNode, _ context: StepContext) {
        guard let items = node.items else {
            return problems.add(context.file, node.place, "no list of steps", remedy: "begin each step with a hyphen")
        }
        guard context.stack.count <= Limit.nesting else {
            return problems.add(
                context.file, node.place, "too deeply nested", remedy: "at most \(Limit.nesting) levels of steps")
        }
        for item in items {
            if problems.found.count >= MissionProblems.most || steps.count > Limit.steps { return }
            switch item.content {
            case .scalar(let sentence): step(sentence, at: item.place, context)
            case .mapping(let entries): block(entries, item, context)
            case .sequence:
                problems.add(
                    context.file, item.place, "a list where a step belongs", remedy: "write one step per hyphen")
            }
        }
    }

    private mutating func step(_ sentence: String, at place: ScriptPlace, _ context: StepContext) {
        let words = StepWords(
            sentence, at: place, file: context.file, variables: variables, problems: &problems)
        step(words, at: place, context)
    }

    private mutating func step(_ sentence: StepWords, at place: ScriptPlace, _ context: StepContext) {
        var words = sentence
        let title = words.title
        if title.isEmpty {
            return problems.add(context.file, place, "an empty step", remedy: "write a step, or take the hyphen away")
        }
        if words.take("do") { return profile(&words, context) }
        if words.take("repeat") || words.take("for", "each") {
            return problems.add(
                context.file, place, "“\(title)” has no steps", remedy: "write a colon and a list of steps")
        }
        let grammar = StepGrammar(vocabulary: vocabulary, limits: limits, payload: context.payload)
        guard let action = grammar.action(&words, problems: &problems) else { return }
        append(action, title, context.file, place)
    }

    private mutating func append(_ action: MissionAction, _ title: String, _ file: String, _ place: ScriptPlace) {
        guard steps.count < Limit.steps else {
            return problems.add(
                file, place, "more than \(Limit.steps) steps with all repetitions", remedy: "repeat fewer times")
        }
        let comment = comments(file)[place.line] ?? ""
        let shown = if case .attach(let payload) = action { "attach \(payload.title)" } else { title }
        steps.append(MissionStep(action, title: shown, comment: comment, file: file, place: place))
    }

    private mutating func comments(_ file: String) -> [Int: String] {
        if let known = commentsByFile[file] { return known }
        let text = sources.first { $0.file == file }?.text ?? ""
        let lines = CommentLines(text).byLine
        commentsByFile[file] = lines
        return lines
    }

    private mutating func profile(_ words: inout StepWords, _ context: StepContext) {
        let place = words.place
        let name = words.takeRest()
        guard let profile = profiles[name] else {
            let near = Spelling.nearest(to: name, among: profiles.keys.sorted())
            return problems.add(
                context.file, place, "unknown profile “\(name)”",
                remedy: near.map { "did you mean “\($0)”?" } ?? "include the file that has it")
        }
        if context.stack.contains(name) {
            return problems.add(
                context.file, place, "the profile “\(name)” does itself", remedy: "take this step out of it")
        }
        expand(
            profile.steps, StepContext(file: profile.file, payload: context.payload, stack: context.stack + [name]))
    }

    /// `repeat 3 times: [...]` and `for each payload: [...]`.
    private mutating func block(_ entries: [ScriptEntry], _ node: ScriptNode, _ context: StepContext) {
        guard entries.count == 1, let entry = entries.first else {
            return problems.add(
                context.file, node.place, "a step with \(entries.count) keys",
                remedy: "begin every step with a hyphen; only repeat and for each payload have a colon")
        }
        var words = StepWords(
            entry.key, at: entry.place, file: context.file, variables: variables, problems: &problems)
        var inner = context
        inner.stack.append("")
        if words.peek == "wait", let rest = entry.value.text {
            // To YAML a colon in a sentence makes a key of what is before it.
            words.append(
                StepWords(rest, at: entry.value.place, file: context.file, variables: variables, problems: &problems))
            return step(words, at: entry.place, context)
        }
        if words.take("repeat") {
            let place = words.place
            let text = words.takeWord()?.text ?? ""
            _ = words.take("times") || words.take("time") || words.take("×")
            words.finish(problems: &problems)
            guard let count = Int(text), (1...1000).contains(count) else {
                let what = text == "0" ? "these steps can never be reached" : "“\(text)” is no number of repetitions"
                return problems.add(context.file, place, what, remedy: "write repeat 3 times")
            }
            for _ in 0..<count {
                if problems.found.count >= MissionProblems.most || steps.count > Limit.steps { return }
                let before = problems.found.count
                expand(entry.value, inner)
                // The same mistakes again would tell nobody anything.
                if problems.found.count > before { return }
            }
        } else if words.take("for", "each", "payload") {
            words.finish(problems: &problems)
            eachPayload(entry, inner)
        } else {
            let isStep = StepGrammar.keywords.contains { entry.key == $0 || entry.key.hasPrefix($0 + " ") }
            if isStep, let rest = entry.value.text {
                return problems.add(
                    context.file, entry.place, "no colon belongs behind “\(entry.key)”",
                    remedy: "write \(entry.key) \(rest)")
            }
            let (what, remedy) = StepGrammar.unknown(words.title)
            problems.add(context.file, entry.place, what, remedy: remedy)
        }
    }

    private mutating func eachPayload(_ entry: ScriptEntry, _ context: StepContext) {
        guard let ladder else {
            return problems.add(
                context.file, entry.place, "for each payload, but there are no payloads",
                remedy: "add payloads: [0 g, 30 g, 60 g]")
        }
        isLiftTest = true
        for (index, payload) in ladder.value.sequence.enumerated() {
            if problems.found.count >= MissionProblems.most || steps.count > Limit.steps { return }
            if let flights = ladder.value.flightsPerBattery, index % flights == 0 {
                append(.changeBattery, "change battery", context.file, entry.place)
            }
            var inner = context
            inner.payload = payload
            let before = problems.found.count
            expand(entry.value, inner)
            if problems.found.count > before { return }
        }
    }
}
