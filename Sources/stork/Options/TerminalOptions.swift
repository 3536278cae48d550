import ArgumentParser
import CursesTerminal
import Foundation

/// How the cockpit uses the terminal.
struct TerminalOptions: ParsableArguments {
    @Flag(help: "No colours, as with NO_COLOR in the environment.")
    var mono = false

    @Flag(help: "Plain ASCII instead of line drawings.")
    var ascii = false

    var configuration: TerminalConfiguration {
        var configuration = TerminalConfiguration()
        let noColor = ProcessInfo.processInfo.environment["NO_COLOR"].map { !$0.isEmpty } ?? false
        if mono || noColor { configuration.colors = .never }
        if ascii { configuration.glyphs = .ascii }
        return configuration
    }
}
