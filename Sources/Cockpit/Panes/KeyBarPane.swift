import CellCanvas
import DroneModel

/// The keys that do something in this mode, always beginning with the one that lands.
///
/// A key that does nothing now is dim and in brackets; pressing it says why.
struct KeyBarPane {
    let moment: Moment
    let mode: Cockpit.Mode
    let window: Window

    /// Whether all panes are in view, or one that tab chooses.
    enum Window {
        case full, compact
    }

    func draw(in area: Rectangle, into canvas: inout Canvas) {
        var column = 0
        for entry in entries {
            let isRefused = moment.refusal(of: entry.command) != nil
            let keys = isRefused ? "(\(entry.keys))" : entry.keys
            let width = Canvas.width(of: keys, in: canvas.glyphs) + 1 + entry.label.count
            if column + width > area.columns { break }
            column = canvas.write(keys, in: area, column: column, style: isRefused ? Palette.faint : Palette.key)
            column = canvas.write(
                " \(entry.label)", in: area, column: column, style: isRefused ? Palette.faint : .plain)
            column += 2
        }
    }

    private var entries: [KeyEntry] {
        // An answer is never refused, so it stands for a key that never is.
        func answer(_ keys: String, _ label: String) -> KeyEntry {
            KeyEntry(keys: keys, label: label, explanation: "", command: .help)
        }
        switch mode {
        case .help where moment.isReadOnly || moment.replay != nil: return [answer("esc", "close help")]
        case .flying where moment.isReadOnly:
            return window == .compact ? [.nextPane] + KeyEntry.observing : KeyEntry.observing
        case .flying where moment.replay != nil:
            return window == .compact ? [.nextPane] + KeyEntry.replaying : KeyEntry.replaying
        case .typing where moment.replay != nil:
            return [
                answer("space", "next word"), answer("tab", "complete"), answer("up", "older"),
                answer("enter", "run"), answer("esc", "close"),
            ]
        case .typing:
            return [
                .land, answer(",", "next word"), answer("tab", "complete"), answer("up", "older"),
                answer("enter", "run"), answer("esc", "close"),
            ]
        case .flying:
            var entries = moment.wasOnGround ? KeyEntry.grounded : KeyEntry.airborne
            if let mission = moment.mission { entries = KeyEntry.flying(mission, onGround: moment.wasOnGround) }
            if window == .compact { entries.insert(.nextPane, at: 2) }
            return entries
        case .answering: return [answer("enter", "answer"), answer("esc", "leave")]
        case .help: return [.land, answer("esc", "close help"), .cutMotors]
        case .confirmingCut: return [.land, answer("y", "CUT THE MOTORS"), answer("n", "cancel")]
        case .confirmingQuit: return [.land, answer("y", "land and quit"), answer("n", "stay")]
        case .enteringSpeed:
            return [.land, answer("0-9", "percent"), answer("enter", "set"), answer("esc", "leave")]
        }
    }
}
