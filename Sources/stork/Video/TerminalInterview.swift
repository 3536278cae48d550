import CellCanvas
import CursesTerminal
import Foundation
import TerminalPicture

/// Finds out what a terminal shows, by its surroundings and by asking it.
enum TerminalInterview {
    /// Asks before the first frame; keys typed meanwhile are given back.
    static func run(_ terminal: CursesTerminal, wantsColor: Bool) -> TerminalCapabilities {
        let environment = ProcessInfo.processInfo.environment
        var surroundings = TerminalSurroundings()
        surroundings.name = environment["TERM"] ?? ""
        surroundings.colorTerm = environment["COLORTERM"] ?? ""
        surroundings.isInMultiplexer = environment["TMUX"] != nil || environment["STY"] != nil
        surroundings.colors = terminal.colorCount
        surroundings.hasRepetition = terminal.hasRepetition
        surroundings.glyphs = terminal.glyphs
        surroundings.wantsColor = wantsColor
        var probe = TerminalProbe(surroundings)
        if !probe.isDone {
            let hasAll = terminal.ask(probe.questions, patience: TerminalProbe.patience) { bytes in
                probe.handle(.bytes(bytes))
                return probe.isDone
            }
            if !hasAll { probe.handle(.timeout) }
            terminal.giveBack(probe.keys)
        }
        terminal.updates = probe.capabilities.hasSynchronizedOutput ? .synchronized : .unmarked
        return probe.capabilities
    }
}
