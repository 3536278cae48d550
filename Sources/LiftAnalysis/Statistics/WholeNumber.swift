/// Whole numbers for sentences, of whatever comes: what is no number or beyond a thousand million is held there.
enum WholeNumber {
    /// The nearest one.
    static func nearest(_ value: Double) -> Int { held(value.rounded()) }

    /// The one at or below.
    static func below(_ value: Double) -> Int { held(value.rounded(.down)) }

    private static func held(_ value: Double) -> Int { value.isNaN ? 0 : Int(min(1e9, max(-1e9, value))) }
}
