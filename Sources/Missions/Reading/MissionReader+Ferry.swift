import ScriptText

extension MissionReader {
    /// `ferry`: the range of the radio, and where the stations are.
    mutating func readFerry(_ fields: inout ScriptFields, _ file: String) {
        guard let node = fields.optional("ferry") else { return }
        guard node.entries != nil else {
            return problems.add(
                file, node.place, "keys and values belong here",
                remedy: "write range: 2 m and stations: {A: 0 m forward}")
        }
        var found = ScriptProblems()
        var fields = ScriptFields(node, problems: &found)
        var field: FerryField?
        if let node = fields.required("range", problems: &found),
            let range = value(node, .length, 0.01...1000, "1 cm to 1000 m", file: file)
        {
            field = FerryField(range: range)
        }
        if let node = fields.required("stations", problems: &found) {
            let entries = entries(node, file)
            if entries.count > FerryField.mostStations {
                problems.add(
                    file, node.place, "too many stations", remedy: "at most \(FerryField.mostStations)")
            }
            for entry in entries.prefix(FerryField.mostStations) {
                if let station = station(entry, file) { field?.stations.append(station) }
            }
        }
        fields.finish(problems: &found)
        problems.add(found, file: file)
        ferry = field
    }

    private mutating func station(_ entry: ScriptEntry, _ file: String) -> FerryField.Station? {
        let name = entry.key
        guard (1...32).contains(name.count),
            name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "-_".contains($0)) })
        else {
            problems.add(
                file, entry.place, "“\(name)” is no station's name", remedy: "letters, digits, - and _, at most 32")
            return nil
        }
        var station = FerryField.Station(name: name, forward: 0, right: 0)
        var place = entry.value.place
        for part in (entry.value.text ?? "").split(separator: ",", omittingEmptySubsequences: false) {
            guard let way = way(String(part), at: place, file) else { return nil }
            station.forward += way.forward
            station.right += way.right
            place.column += part.count + 1
        }
        return station
    }

    /// `4 m forward`, metres.
    private mutating func way(
        _ text: String, at place: ScriptPlace, _ file: String
    ) -> (forward: Double, right: Double)? {
        var words = StepWords(text, at: place, file: file, variables: variables, problems: &problems)
        guard let length = words.quantity(.length, 0...1000, "0 m to 1000 m", problems: &problems) else { return nil }
        let place = words.place
        let word = words.takeWord()?.text
        words.finish(problems: &problems)
        switch word {
        case "forward"?: return (length, 0)
        case "backward"?: return (-length, 0)
        case "right"?: return (0, length)
        case "left"?: return (0, -length)
        default:
            problems.add(
                file, place, "where that is, is missing",
                remedy: "write forward, backward, left or right of the take-off: 4 m forward, 1 m right")
            return nil
        }
    }
}
