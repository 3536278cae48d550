import CellCanvas

/// What colours and emphasis mean in the cockpit.
///
/// Nothing is said by a style alone.
enum Palette {
    /// Ordinary values and words.
    static let value = Style(.standard, .bold)
    /// Names of values, units of the scales.
    static let label = Style(.named(.cyan))
    /// Lines between panes.
    static let line = Style(.indexed(240, else: .blue))
    /// Titles in those lines.
    static let title = Style(.named(.cyan), .bold)
    /// A value too old to be trusted, a key that does nothing now.
    static let faint = Style(.standard, .dim)
    /// As it should be.
    static let good = Style(.named(.brightGreen), .bold)
    /// Not as it should be.
    static let warning = Style(.named(.brightYellow), .bold)
    /// Somebody has to act.
    static let alarm = Style(.named(.brightWhite), on: .named(.red), .bold)
    /// The name of a key.
    static let key = Style(.standard, .reverse)
    /// A question that waits for a key.
    static let prompt = Style(.named(.black), on: .named(.brightYellow), .bold)
    /// Above the horizon.
    static let sky: Color = .indexed(25, else: .blue)
    /// Below the horizon.
    static let ground: Color = .indexed(94, else: .yellow)
    /// The texture that tells the ground from the sky where there are no colours.
    static let soil: Color = .indexed(136, else: .brightYellow)
    /// The drone itself in the horizon.
    static let aircraft = Style(.named(.brightYellow), .bold)
    /// Lines and numbers of the pitch ladder.
    static let ladder = Style(.named(.brightWhite))
}

extension Style {
    /// Emphasis without a colour.
    init(_ color: Color, _ emphasis: Emphasis) { self.init(color, on: .standard, emphasis) }
}
