#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Sine of an angle in radians.
func sine(_ angle: Double) -> Double { sin(angle) }

/// Cosine of an angle in radians.
func cosine(_ angle: Double) -> Double { cos(angle) }

/// The angle in radians whose sine and cosine are in this ratio.
func arcTangent(_ sine: Double, _ cosine: Double) -> Double { atan2(sine, cosine) }
