/// One value for each motor, in the drone's order: front left, front right, rear right, rear left.
///
/// Front left and rear right turn clockwise seen from above, the other two counter-clockwise.
public struct PerMotor<Value> {
    /// Motor 1.
    public var frontLeft: Value
    /// Motor 2.
    public var frontRight: Value
    /// Motor 3.
    public var rearRight: Value
    /// Motor 4.
    public var rearLeft: Value

    /// One value for each motor.
    public init(frontLeft: Value, frontRight: Value, rearRight: Value, rearLeft: Value) {
        self.frontLeft = frontLeft
        self.frontRight = frontRight
        self.rearRight = rearRight
        self.rearLeft = rearLeft
    }

    /// The same value for all.
    public init(repeating value: Value) {
        self.init(frontLeft: value, frontRight: value, rearRight: value, rearLeft: value)
    }

    /// A value computed from each.
    @inline(__always)
    public func map<Result>(_ transform: (Value) -> Result) -> PerMotor<Result> {
        PerMotor<Result>(
            frontLeft: transform(frontLeft), frontRight: transform(frontRight),
            rearRight: transform(rearRight), rearLeft: transform(rearLeft))
    }

    /// A value computed from each and its partner in `other`.
    @inline(__always)
    func combined<Other, Result>(
        with other: PerMotor<Other>, _ transform: (Value, Other) -> Result
    ) -> PerMotor<Result> {
        PerMotor<Result>(
            frontLeft: transform(frontLeft, other.frontLeft), frontRight: transform(frontRight, other.frontRight),
            rearRight: transform(rearRight, other.rearRight), rearLeft: transform(rearLeft, other.rearLeft))
    }

    /// The value of one motor.
    public subscript(motor: Motor) -> Value {
        get {
            switch motor {
            case .frontLeft: frontLeft
            case .frontRight: frontRight
            case .rearRight: rearRight
            case .rearLeft: rearLeft
            }
        }
        set {
            switch motor {
            case .frontLeft: frontLeft = newValue
            case .frontRight: frontRight = newValue
            case .rearRight: rearRight = newValue
            case .rearLeft: rearLeft = newValue
            }
        }
    }
}

extension PerMotor: Sendable where Value: Sendable {}
extension PerMotor: Equatable where Value: Equatable {}

extension PerMotor<Double> {
    /// The sum over the four motors.
    @inline(__always)
    public var sum: Double { frontLeft + frontRight + rearRight + rearLeft }

    /// The mean of the four motors.
    public var mean: Double { sum / 4 }
}

/// One of the four motors, numbered as the drone does.
public enum Motor: Int, Hashable, Sendable, CaseIterable {
    /// Number 1.
    case frontLeft = 1
    /// Number 2.
    case frontRight = 2
    /// Number 3.
    case rearRight = 3
    /// Number 4.
    case rearLeft = 4
}
