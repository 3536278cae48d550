extension Double {
    /// The value with `decimals` (0–3) digits after the point, with a plus where `signed`; nil for what is not
    /// a number or has more than six digits before the point: no instrument here reads that much.
    func fixed(_ decimals: Int, signed: Bool = false) -> String? {
        guard isFinite, abs(self) < 1_000_000 else { return nil }
        let scale = [1, 10, 100, 1000][min(3, max(0, decimals))]
        let scaled = Int((abs(self) * Double(scale)).rounded())
        let sign = self < 0 && scaled != 0 ? "-" : signed ? "+" : ""
        guard scale > 1 else { return sign + String(scaled) }
        let fraction = String(scaled % scale + scale).dropFirst()
        return "\(sign)\(scaled / scale).\(fraction)"
    }

    /// A share of one as percent without decimals; nil for what is not a number.
    func percent(signed: Bool = false) -> String? { (self * 100).fixed(0, signed: signed).map { $0 + " %" } }
}

extension Duration {
    /// Seconds as a number.
    var seconds: Double { self / .seconds(1) }

    /// A short time for people: `34 ms`, `1.2 s`, `85 s`, `12 min`.
    var brief: String {
        switch seconds {
        case ..<0.9995: "\(Int((max(0, seconds) * 1000).rounded())) ms"
        case ..<9.95: (seconds.fixed(1) ?? "n/a") + " s"
        case ..<600: (seconds.fixed(0) ?? "n/a") + " s"
        default: ((seconds / 60).rounded(.down).fixed(0) ?? "n/a") + " min"
        }
    }

    /// A time of day of the program's clock, minutes, seconds and tenths: `2:05.3`.
    var clock: String {
        let tenths = Int(max(0, min(seconds, 1e9)) * 10)
        let rest = tenths % 600
        return "\(tenths / 600):\(rest < 100 ? "0" : "")\(rest / 10).\(rest % 10)"
    }
}
