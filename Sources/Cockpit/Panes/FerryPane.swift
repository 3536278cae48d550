import CellCanvas

/// The ferry on board: what it carries and for whom, who is near, the last transfer.
struct FerryPane {
    let moment: Moment
    let ferry: FerryWatch

    /// After this without a word nothing is known any more; a node is asked once a second.
    static let patience: Duration = .seconds(5)

    private var readout: FerryReadout? {
        guard case .heard(let readout, let time) = ferry, moment.clock - time < Self.patience else { return nil }
        return readout
    }

    /// The rows, the most important first.
    private var rows: [(label: String, field: Field)] {
        let readout = readout
        func field(_ text: String?, _ style: Style = Palette.value) -> Field {
            text.map { Field(text: $0, style: style) } ?? .unknown
        }
        var rows = [
            ("on board", field(readout.map { "\(count($0.bundles)), \(Self.octets($0.octets))" })),
            ("last transfer", field(readout.flatMap(lastTransfer))),
        ]
        if let readout, readout.contacts.isEmpty { rows.append(("near", Field(text: "nobody", style: Palette.faint))) }
        if readout == nil { rows.append(("near", .unknown)) }
        for contact in readout?.contacts ?? [] {
            let since = max(.zero, moment.clock - contact.since).brief
            let left = contact.toSend > 0 ? ", \(contact.toSend) to go" : ""
            rows.append(("near \(contact.name)", Field(text: since + left, style: Palette.good)))
        }
        if readout == nil { rows.append(("for", .unknown)) }
        for destination in readout?.destinations ?? [] {
            rows.append(("for \(destination.name)", field(count(destination.bundles))))
        }
        rows.append(("quota", field(readout.map { Self.octets($0.quota) })))
        rows.append(("node", field(readout.map { "\($0.node), \($0.role)" })))
        return rows
    }

    private func lastTransfer(_ readout: FerryReadout) -> String? {
        readout.lastTransfer.map { max(.zero, moment.clock - $0).brief + " ago" } ?? "none yet"
    }

    private func count(_ bundles: Int) -> String { bundles == 1 ? "1 bundle" : "\(bundles) bundles" }

    /// Octets as people read them, decimal units.
    static func octets(_ count: Int) -> String {
        switch count {
        case ..<10_000: "\(count) B"
        case ..<10_000_000: "\(count / 1000) kB"
        case ..<10_000_000_000: "\(count / 1_000_000) MB"
        default: "\(count / 1_000_000_000) GB"
        }
    }

    func draw(in area: Rectangle, into canvas: inout Canvas) {
        var area = area
        if let problem {
            canvas.write(problem, in: area, style: Palette.warning)
            area = area.dropping(rows: 1)
        }
        let rows = rows
        for (row, item) in rows.prefix(area.rows).enumerated() {
            let width = Canvas.width(of: item.field.text, in: canvas.glyphs)
            let isLast = row == area.rows - 1 && rows.count > area.rows
            let label = area.prefix(columns: area.columns - width - 1)
            canvas.write(item.label, in: label, row: row, style: Palette.label)
            canvas.write(item.field.text, in: area, row: row, endingAt: area.columns, style: item.field.style)
            if isLast {
                canvas.fill(area.dropping(rows: row).prefix(rows: 1))
                canvas.write("and \(rows.count - row) more", in: area, row: row, style: Palette.faint)
            }
        }
    }

    private var problem: String? {
        switch ferry {
        case .asking: "asking the node"
        case .away(let reason): reason
        case .heard: readout == nil ? "the node does not answer" : nil
        }
    }
}
