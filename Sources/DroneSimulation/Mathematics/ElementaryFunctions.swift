// The one file of this module that imports a C library: six functions the standard library lacks.

#if canImport(Glibc)
    private import Glibc
#elseif canImport(Musl)
    private import Musl
#elseif canImport(Darwin)
    private import Darwin
#endif

/// Sine of an angle in radians.
func sine(_ angle: Double) -> Double { sin(angle) }

/// Cosine of an angle in radians.
func cosine(_ angle: Double) -> Double { cos(angle) }

/// The angle, radians, whose tangent is `y / x`, in the quadrant of (`x`, `y`).
func arcTangent(_ y: Double, _ x: Double) -> Double { atan2(y, x) }

/// The angle in −π/2…π/2 whose sine is `value`; rounding just outside −1…1 is forgiven.
func arcSine(_ value: Double) -> Double { asin(min(1, max(-1, value))) }

/// e to the power `exponent`.
func exponential(_ exponent: Double) -> Double { exp(exponent) }

/// The natural logarithm.
func naturalLogarithm(_ value: Double) -> Double { log(value) }

extension Double {
    /// The value moved into `range`; NaN becomes its lower bound, so that nothing downstream can trap on it.
    func limited(to range: ClosedRange<Double>) -> Double {
        // `max` first with the bound on the left: a NaN compares false and the bound wins.
        isNaN ? range.lowerBound : Swift.min(range.upperBound, Swift.max(range.lowerBound, self))
    }

    /// The value moved into ±`bound`; NaN becomes −`bound`, and a bound that is no number allows only 0.
    func limited(within bound: Double) -> Double {
        bound.isNaN ? 0 : limited(to: -abs(bound)...abs(bound))
    }

    /// The value rounded to the nearest multiple of `step`.
    func rounded(toMultipleOf step: Double) -> Double { (self / step).rounded() * step }

    /// The same direction as an angle in −π..<π.
    var wrappedToHalfTurns: Double {
        let turn = 2 * Double.pi
        let remainder = self - turn * (self / turn).rounded()
        return remainder >= .pi ? remainder - turn : remainder
    }
}
