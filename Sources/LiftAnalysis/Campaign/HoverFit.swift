import DroneModel

/// The hover law of one drone: density-corrected S against payload mass, a straight line.
///
/// What else may move S is tried besides, and stays in the model where it does.
public struct HoverFit: Equatable, Sendable {
    /// Ordinary least squares on the means of the flights: intercept, slope per kilogram, then the slopes of what is kept
    /// besides, each counted from its mean.
    public let ordinary: LeastSquares
    /// The robust twin (Huber) of intercept and slope.
    public let robust: RobustLine?
    /// The flights of the fit, in their order.
    public let points: [Point]
    /// Names of flights whose Cook's distance is above 4/n.
    public let outliers: [String]
    /// What was tried besides the mass.
    public let covariates: [Covariate]

    /// One flight of the fit.
    public struct Point: Equatable, Sendable {
        /// The flight's name.
        public var name: String
        /// Its place in the order of flights.
        public var order: Int
        /// Its payload, kg.
        public var mass: Double
        /// How far the weighing of that payload may be off, kg (one standard deviation).
        public var weighing: Double
        /// Its density-corrected S.
        public var square: Double
        /// Standardised residual: in standard deviations of one flight.
        public var residual: Double = 0
        /// Cook's distance.
        public var cook: Double = 0
        /// How much the robust twin lets it count, 0–1.
        public var weight: Double = 1
    }

    /// Something that may move S besides the mass.
    public struct Covariate: Equatable, Sendable {
        /// What it is.
        public var kind: Kind
        /// Counts per unit at the middle of the flights; nil for a group of batteries, which has no one slope.
        public var effect: Double?
        /// Its t, or F for batteries; nil where the flights cannot tell.
        public var statistic: Double?
        /// The probability of one as large by chance; nil where the flights cannot tell.
        public var chance: Double?
        /// Whether it stays in the model: |t| above 2, and less than one chance in twenty.
        public var isKept: Bool
        /// Why the flights cannot tell; nil where they can.
        public var absence: Absence?

        /// Why flights cannot tell what something does.
        public enum Absence: String, Equatable, Sendable {
            /// It is not known of every flight.
            case unknown = "not known of every flight"
            /// Nothing to compare.
            case alike = "alike in all flights"
            /// It goes with the load.
            case withLoad = "it goes with the load here"
            /// Four degrees of freedom are not left.
            case fewFlights = "too few flights"
        }

        /// The kinds.
        public enum Kind: String, Equatable, Sendable, CaseIterable {
            /// Place in the order of flights: warming motors, drifting air.
            case order = "run order"
            /// Mean voltage in the hover: motor controllers that do not hold their speed.
            case voltage = "voltage"
            /// Density of the air, beyond the correction for it.
            case density = "density"
            /// Which battery, as a group.
            case battery = "battery"
        }
    }

    /// Where nobody said how well a payload was weighed, kg: a kitchen scale.
    public static let usualWeighing = 0.0005

    /// The fit of flights that count; nil where they do not determine it: three flights, two masses.
    public init?(_ runs: [LiftRun]) {
        let counted = runs.filter(\.counts)
        var points = counted.compactMap { run -> Point? in
            guard let payload = run.conditions.payload, let hover = run.hover else { return nil }
            return Point(
                name: run.conditions.name, order: run.conditions.order, mass: payload.mass,
                weighing: payload.mass == 0 ? 0 : payload.massUncertainty ?? Self.usualWeighing,
                square: hover.correctedSquare)
        }
        let squares = points.map(\.square)
        let design = points.map { [1, $0.mass] }
        guard points.count >= 3, let plain = LeastSquares(design: design, observations: squares),
            plain.coefficients[1] > 0
        else { return nil }
        let countsPerSquare = 1 / (2 * Spread(squares).mean.squareRoot())
        let columns: [(Covariate.Kind, [Double?])] = [
            (.order, points.map { Double($0.order) }), (.voltage, counted.map { $0.hover?.voltage }),
            (.density, counted.map { $0.conditions.density }),
        ]
        var kept: [[Double]] = []
        var covariates: [Covariate] = []
        for (kind, values) in columns {
            var covariate = Covariate(kind: kind, isKept: false)
            let column = Self.centred(values)
            if values.contains(where: { $0 == nil }) {
                covariate.absence = .unknown
            } else if let column {
                covariate.absence = Self.isTold(column, from: design, kept) ? .fewFlights : .withLoad
            } else {
                covariate.absence = .alike
            }
            if let column, covariate.absence == .fewFlights,
                let wider = Self.fit(design, kept + [column], squares), wider.standardError(2 + kept.count) > 0
            {
                covariate.absence = nil
                let t = wider.coefficients[2 + kept.count] / wider.standardError(2 + kept.count)
                covariate.effect = wider.coefficients[2 + kept.count] * countsPerSquare
                covariate.statistic = t
                covariate.chance = 2 * StudentT(degreesOfFreedom: Double(wider.degreesOfFreedom)).cumulative(-abs(t))
                covariate.isKept = abs(t) > 2 && covariate.chance ?? 1 < 0.05
                if covariate.isKept { kept.append(column) }
            }
            covariates.append(covariate)
        }
        guard let fit = kept.isEmpty ? plain : Self.fit(design, kept, squares), fit.coefficients[1] > 0 else {
            return nil
        }
        covariates.append(Self.batteries(counted.map(\.conditions.battery), design, kept, squares, fit))
        ordinary = fit
        // The twin is of the same law: what is kept besides is taken off before.
        let besides = squares.indices.map { row in
            kept.enumerated().reduce(0) { $0 + fit.coefficients[2 + $1.offset] * $1.element[row] }
        }
        robust = RobustLine.huber(x: points.map(\.mass), y: zip(squares, besides).map { $0 - $1 })
        let cooks = fit.cooksDistances
        let deviation = fit.variance.squareRoot()
        for index in points.indices {
            points[index].cook = cooks[index]
            let free = max(1e-12, 1 - fit.leverages[index]).squareRoot()
            points[index].residual = deviation > 0 ? fit.residuals[index] / (deviation * free) : 0
            points[index].weight = robust?.weights[index] ?? 1
        }
        self.points = points
        self.covariates = covariates
        let limit = 4 / Double(points.count)
        outliers = points.filter { $0.cook > limit }.map(\.name)
    }

    /// Each value less their mean; nil where one is unknown or all are the same.
    private static func centred(_ values: [Double?]) -> [Double]? {
        let known = values.compactMap { $0 }
        guard known.count == values.count, let low = known.min(), let high = known.max(), high > low else { return nil }
        let mean = known.reduce(0, +) / Double(known.count)
        return known.map { $0 - mean }
    }

    /// Whether at least a quarter of what a column does is its own: where every flight has a fresh battery, say, the
    /// voltage in hover only repeats the load, and nothing could tell their effects apart.
    private static func isTold(_ column: [Double], from design: [[Double]], _ kept: [[Double]]) -> Bool {
        guard let line = fit(design, kept, column) else { return true }
        let own = line.residuals.reduce(0) { $0 + $1 * $1 }
        return own >= column.reduce(0) { $0 + $1 * $1 } / 4
    }

    /// The line with further columns; nil where not even four degrees of freedom are left.
    private static func fit(_ design: [[Double]], _ columns: [[Double]], _ squares: [Double]) -> LeastSquares? {
        let rows = design.indices.map { row in design[row] + columns.map { $0[row] } }
        guard let width = rows.first?.count, rows.count >= width + 4 else { return nil }
        return LeastSquares(design: rows, observations: squares)
    }

    /// An F test of whether the batteries differ; the flights of one battery follow each other, so that it also sees what
    /// drifts. It is told, not kept: with every battery a column of its own, few degrees of freedom are left.
    private static func batteries(
        _ names: [String?], _ design: [[Double]], _ kept: [[Double]], _ squares: [Double], _ fit: LeastSquares
    ) -> Covariate {
        var covariate = Covariate(kind: .battery, isKept: false)
        let all = Set(names.compactMap { $0 }).sorted()
        covariate.absence = names.contains { $0 == nil } ? .unknown : all.count < 2 ? .alike : .fewFlights
        guard covariate.absence == .fewFlights else { return covariate }
        let columns = all.dropFirst().map { name in names.map { $0 == name ? 1.0 : 0 } }
        guard let wider = Self.fit(design, kept + columns, squares), wider.variance > 0 else { return covariate }
        covariate.absence = nil
        let gained = Double(fit.degreesOfFreedom - wider.degreesOfFreedom)
        let before = fit.variance * Double(fit.degreesOfFreedom)
        let after = wider.variance * Double(wider.degreesOfFreedom)
        let ratio = max(0, (before - after) / gained / wider.variance)
        covariate.statistic = ratio
        covariate.chance = FisherF(gained, Double(wider.degreesOfFreedom)).exceedance(ratio)
        return covariate
    }

    // MARK: What the line says

    /// The mass without payload that the line implies, kg.
    public var bareMass: Double { ordinary.coefficients[0] / ordinary.coefficients[1] }

    /// Half the width of a 95 % interval in standard errors.
    public var t: Double { StudentT(degreesOfFreedom: Double(ordinary.degreesOfFreedom)).halfWidth(confidence: 0.95) }

    /// Whether the robust twin differs by more than two standard errors in intercept or slope.
    public var disagreesWithTwin: Bool {
        guard let robust else { return false }
        return abs(robust.slope - ordinary.coefficients[1]) > 2 * ordinary.standardError(1)
            || abs(robust.intercept - ordinary.coefficients[0]) > 2 * ordinary.standardError(0)
    }

    /// The heaviest payload of the fit, kg.
    public var heaviest: Double { points.map(\.mass).max() ?? 0 }

    private func row(_ mass: Double) -> [Double] {
        [1, mass] + Array(repeating: 0, count: ordinary.coefficients.count - 2)
    }

    /// Corrected S at a payload, kg.
    public func square(payload mass: Double) -> Double { ordinary.value(row(mass)) }

    /// Half the 95 % interval of the law itself at a payload: scatter of the flights and weighing.
    public func halfWidth(payload mass: Double) -> Double {
        let weighing = ordinary.coefficients[1] * weighingError(payload: mass)
        return squareRootOfSum(t * ordinary.standardError(ofMeanAt: row(mass)), 1.96 * weighing)
    }

    /// Half the 95 % interval of one more flight at a payload.
    public func nextHalfWidth(payload mass: Double) -> Double {
        let weighing = ordinary.coefficients[1] * weighingError(payload: mass)
        return squareRootOfSum(t * ordinary.standardError(ofNextAt: row(mass)), 1.96 * weighing)
    }

    /// What the errors of the weighed payloads do to the line at a payload, kg (one standard deviation).
    ///
    /// All flights with one payload share its error, so it does not average out among them.
    public func weighingError(payload mass: Double) -> Double {
        var shares: [Double: (share: Double, error: Double)] = [:]
        let row = row(mass)
        for point in points where point.weighing > 0 {
            let own = self.row(point.mass)
            var share = 0.0
            for i in row.indices { for j in row.indices { share += row[i] * ordinary.inverse[i][j] * own[j] } }
            shares[point.mass] = ((shares[point.mass]?.share ?? 0) + share, point.weighing)
        }
        return shares.values.reduce(0) { $0 + $1.share * $1.share * $1.error * $1.error }.squareRoot()
    }
}

/// √(a² + b²).
func squareRootOfSum(_ a: Double, _ b: Double) -> Double { (a * a + b * b).squareRoot() }
