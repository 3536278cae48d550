// The one file of this module that imports a C library: three functions the standard library lacks.

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

/// Tangent of an angle in radians.
func tangent(_ angle: Double) -> Double { tan(angle) }
