import CursesTerminal
import Testing

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

extension CursesTerminalTests {
    @Suite(.serialized)
    struct Refusals {
        private func error(_ name: String, _ pty: PseudoTerminal) -> TerminalError? {
            var configuration = TerminalConfiguration()
            configuration.terminalName = name
            configuration.input = pty.line
            configuration.output = pty.line
            do throws(TerminalError) {
                try CursesTerminal(configuration).close()
                return nil
            } catch {
                return error
            }
        }

        @Test func `a dumb terminal is refused with what to do, and left as it was`() throws {
            let pty = try PseudoTerminal()
            let before = pty.modes
            let refusal = try #require(error("dumb", pty))
            #expect(refusal == .lacksCapability(name: "dumb", .cursorPlacement))
            #expect(refusal.description.contains("'dumb' cannot place text"))
            #expect(refusal.description.contains("stork watch"))
            #expect(pty.modes == before)
            #expect(pty.everything() == "")
        }

        @Test func `an unknown terminal is an error and not an exit`() throws {
            let pty = try PseudoTerminal()
            let refusal = try #require(error("no-such-terminal", pty))
            #expect(refusal == .unknownTerminal(name: "no-such-terminal"))
            #expect(refusal.description.contains("TERM=xterm-256color"))
        }

        @Test func `a missing terminal name is told`() throws {
            let pty = try PseudoTerminal()
            #expect(error("", pty) == .noTerminalName)
        }

        @Test func `a pipe is no terminal`() throws {
            var ends: [Int32] = [0, 0]
            try #require(pipe(&ends) == 0)
            defer { for end in ends { close(end) } }
            var configuration = TerminalConfiguration()
            configuration.terminalName = "xterm-256color"
            configuration.input = ends[0]
            configuration.output = ends[1]
            let refused = ends[0]
            #expect(throws: TerminalError.notATerminal(descriptor: refused)) {
                try CursesTerminal(configuration).close()
            }
            #expect(
                TerminalError.notATerminal(descriptor: 1).description.hasPrefix("standard output is not a terminal"))
        }
    }
}
