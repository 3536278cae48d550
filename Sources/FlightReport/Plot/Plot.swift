/// A plot as a value: axes with units, curves, limits, and what lies behind them. ``markup`` draws it as SVG.
public struct Plot: Sendable {
    /// A curve, or points.
    public struct Series: Sendable {
        /// What it is.
        public var name: String
        /// The unit of its values.
        public var unit: String
        /// How many decimals a value has in the read-out.
        public var decimals: Int
        /// Which of the six line styles it has.
        public var style: Int
        /// How it is drawn.
        public var form: Form
        /// Its points by ascending x.
        public var points: [PlotPoint]

        /// How a series is drawn.
        public enum Form: Equatable, Sendable {
            /// A line from point to point, broken where a run starts.
            case line
            /// A dot for each point.
            case dots
            /// A large dot for each point: few points that matter, over curves.
            case marks

            /// Whether its points stand for themselves.
            var isLoose: Bool { self != .line }

            /// Its classes in the style sheet.
            var style: String {
                switch self {
                case .line: ""
                case .dots: "dots "
                case .marks: "dots big "
                }
            }
        }

        /// A series.
        public init(
            _ name: String, unit: String, decimals: Int, style: Int, form: Form = .line, points: [PlotPoint]
        ) {
            self.name = name
            self.unit = unit
            self.decimals = decimals
            self.style = style
            self.form = form
            self.points = points
        }
    }

    /// What lies between two curves: an interval along a curve.
    public struct Band: Sendable {
        /// What it is.
        public var name: String
        /// Which of the six colours it has.
        public var style: Int
        /// Its lower edge, by ascending x.
        public var low: [PlotPoint]
        /// Its upper edge, by ascending x.
        public var high: [PlotPoint]

        /// A band.
        public init(_ name: String, style: Int, low: [PlotPoint], high: [PlotPoint]) {
            self.name = name
            self.style = style
            self.low = low
            self.high = high
        }
    }

    /// An interval along x at one height, with what is most likely in it.
    public struct Span: Sendable {
        /// What it is.
        public var name: String
        /// Where it lies on the vertical axis.
        public var height: Double
        /// From where to where it goes; what lies outside of the plot is not drawn.
        public var range: ClosedRange<Double>
        /// The value in it that is marked.
        public var value: Double

        /// A span.
        public init(_ name: String, height: Double, range: ClosedRange<Double>, value: Double) {
            self.name = name
            self.height = height
            self.range = range
            self.value = value
        }
    }

    /// A horizontal line that something should not cross.
    public struct Limit: Sendable {
        /// Where.
        public var value: Double
        /// What it is.
        public var label: String

        /// A limit.
        public init(_ value: Double, _ label: String) {
            self.value = value
            self.label = label
        }
    }

    /// Its name within the page: letters, digits and hyphens.
    public var id: String
    /// What it shows.
    public var title: String
    /// The horizontal axis.
    public var horizontal: AxisScale
    /// What the horizontal axis counts, with its unit.
    public var horizontalLabel: String
    /// What the vertical axis counts, with its unit.
    public var verticalLabel: String
    /// How numbers lie along the vertical axis.
    public var verticalSpacing = AxisScale.Spacing.linear
    /// What must be on the vertical axis at least; nil for what the series need.
    public var verticalRange: ClosedRange<Double>?
    /// With it the vertical axis is exactly ``verticalRange``, with a tick at every multiple of this.
    public var verticalStep: Double?
    /// The curves.
    public var series: [Series] = []
    /// The intervals along the curves, drawn under them, the widest first.
    public var bands: [Band] = []
    /// The intervals along x, drawn over the curves.
    public var spans: [Span] = []
    /// How much taller than others the plot is, in the units of its view box.
    public var extraHeight = 0
    /// Whether the names of limits begin at the left; every second one stands at the other side.
    public var limitsBeginLeft = false
    /// The limits.
    public var limits: [Limit] = []
    /// What lies behind the curves, drawn in the coordinates of ``Frame``.
    public var backdrop = Markup.nothing
    /// What is drawn over the curves' lower edge.
    public var overlay = Markup.nothing
    /// What a reader should know, under the plot.
    public var note: String?
    /// What stands in the plot's place when no series has a point.
    public var absence = "Not in this recording."
    /// Plots of one group show their cursor together.
    public var group = "time"

    /// A plot without curves.
    public init(id: String, title: String, horizontal: AxisScale, horizontalLabel: String, verticalLabel: String) {
        self.id = id
        self.title = title
        self.horizontal = horizontal
        self.horizontalLabel = horizontalLabel
        self.verticalLabel = verticalLabel
    }

    /// Where things are in a plot, in the units of its view box; the same for all plots, so that what lies behind them is
    /// drawn once.
    public enum Frame {
        /// The whole.
        public static let width = 1000
        /// The whole.
        public static let height = 232
        /// The curves' left edge.
        public static let left = 62
        /// The curves' right edge.
        public static let right = 990
        /// The curves' upper edge.
        public static let top = 18
        /// The curves' lower edge.
        public static let bottom = 186
    }

    /// The vertical axis.
    public var vertical: AxisScale {
        if let verticalRange, let verticalStep { return AxisScale(exactly: verticalRange, step: verticalStep) }
        var low = verticalRange?.lowerBound ?? .infinity
        var high = verticalRange?.upperBound ?? -.infinity
        for point in (series.map(\.points) + bands.flatMap { [$0.low, $0.high] }).joined() where point.y.isFinite {
            low = min(low, point.y)
            high = max(high, point.y)
        }
        if low > high { (low, high) = (0, 1) }
        return AxisScale(holding: low...high, spacing: verticalSpacing, ticks: 4)
    }
}
