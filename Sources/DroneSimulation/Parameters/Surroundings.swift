/// The air around the drone and the ground below it: flat, level, hard, at height 0.
public struct Surroundings: Equatable, Sendable {
    /// Of the air, degrees Celsius.
    public var temperature: Double
    /// Of the air at the take-off surface, Pa.
    public var pressure: Double
    /// Moving air.
    public var wind: Wind

    /// Air at rest but for the slight turbulence a drone makes for itself, 20 °C at sea level.
    public init(temperature: Double = 20, pressure: Double = 101_325, wind: Wind = Wind()) {
        self.temperature = temperature
        self.pressure = pressure
        self.wind = wind
    }

    /// Gas constant of dry air, J/(kg K).
    static let gasConstant = 287.05
    /// Acceleration of free fall, m/s².
    static let gravity = 9.81

    /// Density of the air at the take-off surface, kg/m³: p / (R T).
    ///
    /// Temperatures and pressures that no drone flies in are brought back to −40…60 °C and 300…1100 hPa.
    public var airDensity: Double {
        pressure.limited(to: 30_000...110_000)
            / (Self.gasConstant * (temperature.limited(to: -40...60) + 273.15))
    }

    /// Pressure at `height` metres above the take-off surface, Pa; constant density, good to 0.1 hPa below 100 m.
    func pressure(at height: Double) -> Double {
        pressure.limited(to: 30_000...110_000) - airDensity * Self.gravity * height
    }
}

/// Moving air: a steady part and gusts.
public struct Wind: Equatable, Sendable {
    /// Steady part, m/s: where the air moves to; x east, y north, z up.
    public var mean: Vector3
    /// Standard deviation of the gusts along each horizontal axis, m/s; half of it vertically.
    ///
    /// 0.2 reproduces a calm indoor hover (fitted: of 0, 0.1, 0.2 and 0.3); 0.8 is a light outdoor breeze.
    public var gusts: Double
    /// Correlation time of the gusts, s (fitted).
    public var gustTime: Double

    /// Calm indoor air unless told otherwise.
    public init(mean: Vector3 = .zero, gusts: Double = 0.2, gustTime: Double = 1) {
        self.mean = mean
        self.gusts = gusts
        self.gustTime = gustTime
    }

    /// Air that does not move at all.
    public static let still = Wind(gusts: 0)
}

/// The gusts of the moment: three Ornstein–Uhlenbeck processes.
struct Gusts: Sendable {
    private var east: CorrelatedNoise
    private var north: CorrelatedNoise
    private var up: CorrelatedNoise
    private let settings: Wind

    init(_ wind: Wind, startingWith generator: inout SeededGenerator) {
        settings = wind
        let deviation = wind.gusts.limited(to: 0...20)
        let time = wind.gustTime.limited(to: 0.01...1000)
        let step = ControllerParameters.step
        east = CorrelatedNoise(deviation: deviation, time: time, step: step, startingWith: &generator)
        north = CorrelatedNoise(deviation: deviation, time: time, step: step, startingWith: &generator)
        up = CorrelatedNoise(deviation: deviation / 2, time: time, step: step, startingWith: &generator)
    }

    /// Velocity of the air after one control step, m/s east, north, up.
    mutating func advance(_ generator: inout SeededGenerator) -> Vector3 {
        east.advance(&generator)
        north.advance(&generator)
        up.advance(&generator)
        return settings.mean.limited(to: 30) + Vector3(x: east.value, y: north.value, z: up.value)
    }
}
