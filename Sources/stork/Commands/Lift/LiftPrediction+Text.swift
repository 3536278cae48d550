import DroneModel
import FlightReport
import JSONText
import LiftAnalysis

extension LiftPrediction {
    /// The prediction in lines, for people.
    var text: String {
        func number(_ value: Double?, _ decimals: Int, _ unit: String = "") -> String {
            ReportNumber.text(value, decimals: decimals, unit: unit)
        }
        func minutes(_ seconds: Double) -> String { number(seconds / 60, 1) }
        let share = counts / 255 * 100
        var lines: [(String, String)] = [
            (
                "gross mass",
                "\(number(grossMass * 1000, 0, "g")): drone \(number(bareMass * 1000, 0, "g")), load "
                    + number(payload.mass * 1000, 0, "g")
            ),
            ("air", "\(number(density, 3, "kg/m³"))"),
            (
                "hover",
                "\(number(counts, 1)) counts of 255 (\(number(share, 1, "%"))), 95 % "
                    + "\(number(countsInterval.lowerBound, 0))\u{2013}\(number(countsInterval.upperBound, 0)); "
                    + (isCalibrated ? "by the flights of this drone" : "by the law of such drones")
            ),
            (
                "power",
                "\(number(power, 0, "W")), \(number(current, 1, "A")) at \(number(voltage, 2, "V")) with 90 % charge "
                    + "(\u{B1}10 %)"
            ),
            (
                "thrust-to-weight",
                [(PackCharge.fresh, "fresh"), (.half, "half full"), (.fifth, "20 % left")].map {
                    "\(number(ratios[$0.0], 2)) (\($0.1))"
                }.joined(separator: ", ")
            ),
            (
                "on a full battery",
                "\(minutes(endurance)) min to 9 V, 95 % \(minutes(enduranceInterval.lowerBound))\u{2013}"
                    + "\(minutes(enduranceInterval.upperBound)), with a new 1000 mAh pack"
            ),
        ]
        if let shift, payload.mass > 0 {
            lines.append(
                (
                    "centre of mass",
                    "moves \(number(shift.x * 1000, 1, "mm")) forward, \(number(shift.y * 1000, 1, "mm")) to the right"
                ))
        }
        lines.append(
            (
                "motors",
                "front left \(number(motors[0], 0)), front right \(number(motors[1], 0)), rear right "
                    + "\(number(motors[2], 0)), rear left \(number(motors[3], 0)); headroom \(number(255 - motors.max(), 0))"
            ))
        lines += warnings.map { ("caution", $0) }
        let width = lines.map(\.0.count).max() ?? 0
        return lines.map { $0 + String(repeating: " ", count: width - $0.count + 2) + $1 }.joined(separator: "\n")
            .replacing("\u{A0}", with: " ")
    }

    /// The prediction for programs.
    var json: JSONValue {
        func list(_ values: [Double], _ decimals: Int) -> JSONValue {
            .list(values.map { .number($0, decimals: decimals) })
        }
        return .object([
            ("gross_mass_g", .number(grossMass * 1000, decimals: 1)),
            ("drone_mass_g", .number(bareMass * 1000, decimals: 1)),
            ("payload_g", .number(payload.mass * 1000, decimals: 1)),
            ("density_kg_m3", .number(density, decimals: 4)), ("calibrated", .flag(isCalibrated)),
            ("hover_counts", .number(counts, decimals: 1)),
            ("hover_counts_95", list([countsInterval.lowerBound, countsInterval.upperBound], 1)),
            ("hover_percent", .number(counts / 2.55, decimals: 1)), ("power_w", .number(power, decimals: 1)),
            ("current_a", .number(current, decimals: 2)), ("voltage_v", .number(voltage, decimals: 2)),
            ("twr_fresh", .number(ratios[.fresh], decimals: 3)), ("twr_half", .number(ratios[.half], decimals: 3)),
            ("twr_20_percent", .number(ratios[.fifth], decimals: 3)),
            ("endurance_s", .number(endurance, decimals: 0)),
            ("endurance_95_s", list([enduranceInterval.lowerBound, enduranceInterval.upperBound], 0)),
            (
                "centre_of_mass_shift_mm",
                shift.map { list([$0.x * 1000, $0.y * 1000], 2) } ?? .null
            ),
            ("motors_counts", list((0..<4).map { motors[$0] }, 1)), ("warnings", .list(warnings.map { .text($0) })),
        ])
    }
}
