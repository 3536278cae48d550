#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// From numbers to places along an axis, with round numbers for its ticks.
public struct AxisScale: Equatable, Sendable {
    /// How numbers lie along the axis.
    public enum Spacing: Equatable, Sendable {
        /// Equal differences are equally long.
        case linear
        /// Equal ratios are equally long; for what is greater than zero.
        case logarithmic
        /// Linear, of seconds, with ticks at whole seconds, minutes or hours.
        case time
    }

    /// The number where the axis begins.
    public private(set) var low: Double
    /// The number where it ends; greater than ``low``.
    public private(set) var high: Double
    /// How numbers lie.
    public var spacing: Spacing
    /// The numbers that have a tick, ascending.
    public private(set) var ticks: [Double] = []
    /// How many decimals the ticks need.
    public private(set) var decimals = 0

    /// An axis that holds `range`; a linear one begins and ends at a tick, one of time exactly at the range.
    ///
    /// - Parameters:
    ///   - range: What must be on it.
    ///   - spacing: How numbers lie.
    ///   - count: About how many ticks.
    public init(holding range: ClosedRange<Double>, spacing: Spacing, ticks count: Int = 5) {
        self.spacing = spacing
        low = range.lowerBound
        high = range.upperBound
        switch spacing {
        case .linear: makeLinear(count: max(1, count))
        case .time: makeTime(count: max(1, count))
        case .logarithmic: makeLogarithmic()
        }
    }

    /// A linear axis that ends exactly where `range` does, with a tick at every multiple of `step`.
    public init(exactly range: ClosedRange<Double>, step: Double) {
        spacing = .linear
        (low, high) = (range.lowerBound, max(range.upperBound, range.lowerBound + step))
        let (first, last) = ((low / step).rounded(.up), (high / step).rounded(.down))
        ticks = stride(from: first, through: last, by: 1).map { $0 * step }
    }

    /// Where `value` lies: 0 at ``low``, 1 at ``high``; held to 0…1.
    public func place(of value: Double) -> Double {
        let share =
            spacing == .logarithmic
            ? log(max(value, low) / low) / log(high / low) : (value - low) / (high - low)
        return min(1, max(0, share))
    }

    private mutating func makeLinear(count: Int) {
        if high - low < 1e-9 {
            let room = max(0.5, abs(low) * 0.1)
            (low, high) = (low - room, high + room)
        }
        let rough = (high - low) / Double(count)
        let power = pow(10, floor(log10(rough)))
        let step = power * ([1.0, 2, 5, 10].first { rough <= power * $0 } ?? 10)
        low = (low / step + 1e-9).rounded(.down) * step
        high = (high / step - 1e-9).rounded(.up) * step
        decimals = max(0, Int(-floor(log10(step) + 1e-9)))
        ticks = (0...Int(((high - low) / step).rounded())).map { low + Double($0) * step }
    }

    /// Steps that clocks have, seconds.
    private static let timeSteps: [Double] = [
        0.1, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 43_200,
    ]

    private mutating func makeTime(count: Int) {
        if high - low < 0.1 { high = low + 0.1 }
        let rough = (high - low) / Double(count)
        let days = (rough / 86_400).rounded(.up) * 86_400
        let step = Self.timeSteps.first { rough <= $0 } ?? days
        decimals = step < 1 ? 1 : 0
        let first = (low / step - 1e-9).rounded(.up)
        let last = (high / step + 1e-9).rounded(.down)
        guard last >= first else { return }
        ticks = (0...Int(last - first)).map { (first + Double($0)) * step }
    }

    private mutating func makeLogarithmic() {
        let floorPower = floor(log10(max(1e-12, low)) + 1e-9)
        let topPower = max(floorPower + 1, ceil(log10(max(1e-12, high)) - 1e-9))
        low = pow(10, floorPower)
        high = pow(10, topPower)
        let stride = max(1, Int((topPower - floorPower) / 6))
        ticks = Swift.stride(from: Int(floorPower), through: Int(topPower), by: stride).map { pow(10, Double($0)) }
        decimals = max(0, -Int(floorPower))
    }

    /// The number of a tick in words.
    public func label(of tick: Double) -> String {
        switch spacing {
        case .time: ReportNumber.clock(tick, tenths: decimals > 0)
        case .linear: ReportNumber.text(abs(tick) < 1e-9 ? 0 : tick, decimals: decimals)
        case .logarithmic: ReportNumber.text(tick, decimals: max(0, -Int(floor(log10(tick) + 1e-9))))
        }
    }
}
