/// A number with what it measures, in SI units.
public struct Quantity: Hashable, Sendable {
    /// In the SI unit of ``dimension``.
    public var value: Double
    /// What it measures.
    public var dimension: Dimension

    /// What a quantity in a script can measure.
    public enum Dimension: String, Hashable, Sendable, CaseIterable {
        /// Seconds.
        case time
        /// Metres.
        case length
        /// Kilograms.
        case mass
        /// Metres per second.
        case speed
        /// Radians.
        case angle
        /// Radians per second.
        case angularSpeed = "turning speed"
        /// 1 is the whole.
        case share
        /// Volts.
        case voltage
        /// Hertz.
        case frequency
        /// No unit.
        case number

        /// How a person writes one: for error messages.
        public var example: String {
            switch self {
            case .time: "20 s or 250 ms"
            case .length: "1.5 m or -10 mm"
            case .mass: "88 g"
            case .speed: "0.5 m/s"
            case .angle: "12 deg"
            case .angularSpeed: "90 deg/s"
            case .share: "30 %"
            case .voltage: "11.1 V"
            case .frequency: "2 Hz"
            case .number: "7"
            }
        }
    }

    /// A quantity from its SI value.
    public init(_ value: Double, _ dimension: Dimension) {
        self.value = value
        self.dimension = dimension
    }

    /// The units a script may use and what one of each is in SI.
    static let units: [(symbol: String, dimension: Dimension, factor: Double)] = [
        ("s", .time, 1), ("ms", .time, 0.001), ("min", .time, 60), ("h", .time, 3600),
        ("m", .length, 1), ("cm", .length, 0.01), ("mm", .length, 0.001),
        ("kg", .mass, 1), ("g", .mass, 0.001),
        ("m/s", .speed, 1), ("cm/s", .speed, 0.01), ("mm/s", .speed, 0.001), ("km/h", .speed, 1 / 3.6),
        ("deg", .angle, .pi / 180), ("°", .angle, .pi / 180), ("rad", .angle, 1),
        ("deg/s", .angularSpeed, .pi / 180), ("°/s", .angularSpeed, .pi / 180), ("rad/s", .angularSpeed, 1),
        ("%", .share, 0.01),
        ("V", .voltage, 1), ("mV", .voltage, 0.001),
        ("Hz", .frequency, 1),
    ]

    /// Reads `20 s`, `250ms`, `-1.5e-3 m`: a decimal number, perhaps spaces, a unit or none.
    public init(_ text: String) throws(QuantityError) {
        let trimmed = text.trimmingSpaces
        let numberCharacters = Self.numberLength(of: trimmed.utf8)
        let number = String(trimmed.utf8.prefix(numberCharacters)) ?? ""
        guard numberCharacters > 0, let magnitude = Double(number), magnitude.isFinite else {
            throw .noNumber(text: text)
        }
        let symbol = (String(trimmed.utf8.dropFirst(numberCharacters)) ?? "").trimmingSpaces
        if symbol.isEmpty {
            self.init(magnitude, .number)
            return
        }
        guard let unit = Self.units.first(where: { $0.symbol == symbol }) else {
            throw .unknownUnit(
                symbol: symbol, suggestion: Spelling.nearest(to: symbol, among: Self.units.map(\.symbol)))
        }
        // Division, not multiplication by 0.001: 250 ms is exactly 0.25 s.
        let inverse = (1 / unit.factor).rounded()
        let isFraction = unit.factor < 1 && inverse * unit.factor == 1 && inverse <= 1000
        self.init(isFraction ? magnitude / inverse : magnitude * unit.factor, unit.dimension)
    }

    /// How many bytes from the start make a decimal number.
    private static func numberLength(of text: String.UTF8View) -> Int {
        let bytes = Array(text.prefix(64))
        func digits(from start: Int) -> Int {
            bytes.dropFirst(start).prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }.count
        }
        func has(_ characters: String, at index: Int) -> Bool {
            index < bytes.count && characters.utf8.contains(bytes[index])
        }
        var length = has("+-", at: 0) ? 1 : 0
        let whole = digits(from: length)
        length += whole
        var fraction = 0
        if has(".", at: length) {
            fraction = digits(from: length + 1)
            if fraction > 0 { length += 1 + fraction }
        }
        guard whole + fraction > 0 else { return 0 }
        if has("eE", at: length) {
            let sign = has("+-", at: length + 1) ? 1 : 0
            let exponent = digits(from: length + 1 + sign)
            if exponent > 0 { length += 1 + sign + exponent }
        }
        return length
    }

    /// The quantity as a duration, to the nanosecond; nil when it is no time or beyond 10 000 hours.
    public var duration: Duration? {
        guard dimension == .time, abs(value) <= 3.6e7 else { return nil }
        return .nanoseconds(Int64((value * 1e9).rounded()))
    }
}

/// Why a text is no quantity.
public enum QuantityError: Error, Equatable, Sendable {
    /// It does not begin with a decimal number.
    case noNumber(text: String)
    /// The unit is not known; perhaps the suggestion was meant.
    case unknownUnit(symbol: String, suggestion: String?)
}

extension String {
    /// Without spaces and tabs at both ends.
    var trimmingSpaces: String {
        var rest = self[...]
        while let first = rest.first, first == " " || first == "\t" { rest.removeFirst() }
        while let last = rest.last, last == " " || last == "\t" { rest.removeLast() }
        return String(rest)
    }
}
