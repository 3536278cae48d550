/// Why a terminal cannot be used for a full screen, with what to do instead.
public enum TerminalError: Error, Equatable, Sendable {
    /// The descriptor leads to a file or a pipe.
    case notATerminal(descriptor: Int32)
    /// TERM is not set.
    case noTerminalName
    /// The system has no description of a terminal with this name.
    case unknownTerminal(name: String)
    /// The terminal cannot do something that a screen needs.
    case lacksCapability(name: String, Capability)
    /// The system refused; `code` is errno.
    case system(operation: String, code: Int32)

    /// What a screen needs.
    public enum Capability: Sendable {
        /// Writing at a place of its own choosing.
        case cursorPlacement
        /// Clearing the screen.
        case clearing
    }
}

extension TerminalError: CustomStringConvertible {
    /// What is wrong and what to do, in a sentence.
    public var description: String {
        switch self {
        case .notATerminal(let descriptor):
            let stream =
                descriptor == 0 ? "standard input" : descriptor == 1 ? "standard output" : "descriptor \(descriptor)"
            return "\(stream) is not a terminal: run this without redirection, or use `stork watch` for plain lines"
        case .noTerminalName:
            return "TERM is not set: set it to the terminal's type, for example TERM=xterm-256color"
        case .unknownTerminal(let name):
            return """
                this system does not know the terminal '\(name)': install its terminfo entry, or set TERM to a type \
                that is known here, for example TERM=xterm-256color
                """
        case .lacksCapability(let name, .cursorPlacement):
            return """
                the terminal '\(name)' cannot place text on the screen: use another terminal or set TERM to its true \
                type, or use `stork watch` for plain lines
                """
        case .lacksCapability(let name, .clearing):
            return """
                the terminal '\(name)' cannot clear its screen: use another terminal or set TERM to its true type, or \
                use `stork watch` for plain lines
                """
        case .system(let operation, let code):
            return "the terminal could not be opened: \(operation) failed with error \(code)"
        }
    }
}
