/// The mean of samples that follow each other, with an error that knows they are not independent.
public struct CorrelatedMean: Equatable, Sendable {
    /// The mean.
    public let mean: Double
    /// The standard deviation of single samples.
    public let deviation: Double
    /// How many independent samples tell as much: count / (2 τ), τ the integral correlation time in samples.
    public let effectiveCount: Double
    /// The integral correlation time, samples; 0.5 for independent ones.
    public let correlationTime: Double

    /// The standard error of the mean.
    public var standardError: Double { deviation / effectiveCount.squareRoot() }

    /// The mean of evenly spaced samples.
    ///
    /// The correlation time is the sum of autocorrelations up to the first lag at five times the sum so far
    /// (Sokal's window).
    ///
    /// - Parameter shortest: A correlation time that is known to be there, in samples; a shorter estimate is not believed.
    /// - Returns: nil for fewer than four samples, and for values that are no numbers.
    public init?(_ samples: [Double], shortest: Double = 0.5) {
        guard samples.count >= 4, samples.allSatisfy(\.isFinite) else { return nil }
        let count = Double(samples.count)
        let mean = samples.reduce(0, +) / count
        let centred = samples.map { $0 - mean }
        let power = centred.reduce(0) { $0 + $1 * $1 }
        self.mean = mean
        deviation = (power / (count - 1)).squareRoot()
        var time = 0.5
        if power > 0 {
            for lag in 1..<(samples.count / 2) {
                var sum = 0.0
                for index in 0..<(samples.count - lag) { sum += centred[index] * centred[index + lag] }
                time += sum / power
                if Double(lag) >= 5 * time { break }
            }
        }
        correlationTime = max(0.5, time, shortest)
        effectiveCount = min(count, max(1, count / (2 * correlationTime)))
    }
}
