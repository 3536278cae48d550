import DroneModel
import JSONText
import LiftAnalysis

extension LiftReport {
    /// How `results.csv` of this program begins; a file that does not was made by somebody else.
    public static let csvMark = "run,order,payload_g,"

    /// One line for each flight, RFC 4180; what is unknown is empty.
    public var csv: String {
        let columns = Self.columns
        var lines = [columns.map(\.name).joined(separator: ",")]
        for run in campaign.runs { lines.append(columns.map { Self.field($0.value(run)) }.joined(separator: ",")) }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func field(_ text: String?) -> String {
        guard var text else { return "" }
        // A spreadsheet would take such a name for a formula.
        if let first = text.first, "=+@\t".contains(first) || (first == "-" && Double(text) == nil) {
            text = "'" + text
        }
        guard text.contains(where: { ",\"\n\r".contains($0) }) else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }

    private static func number(_ value: Double?, _ decimals: Int) -> String? {
        value.flatMap { DecimalNumber.fixed($0, decimals: decimals) }
    }

    private static let columns: [(name: String, value: @Sendable (LiftRun) -> String?)] = [
        ("run", { $0.conditions.name }), ("order", { "\($0.conditions.order)" }),
        ("payload_g", { number($0.payload.map { $0 * 1000 }, 1) }),
        ("payload_uncertainty_g", { number($0.conditions.payload?.massUncertainty.map { $0 * 1000 }, 2) }),
        ("counts", { $0.counts ? "true" : "false" }), ("excluded_because", \.exclusion),
        ("battery", { $0.conditions.battery }),
        ("resting_v", { number($0.conditions.restingVoltage, 3) }),
        ("start_v", { number($0.firstVoltage, 3) }), ("end_v", { number($0.lastVoltage, 3) }),
        ("hover_v", { number($0.hover?.voltage, 3) }),
        ("temperature_c", { number($0.conditions.temperature, 1) }),
        ("pressure_pa", { number($0.conditions.pressure, 0) }),
        ("density_kg_m3", { number($0.conditions.density, 4) }),
        ("air_s", { number($0.airTime, 1) }), ("steady_s", { number($0.steadyTime, 1) }),
        ("collective_counts", { number($0.hover?.collective, 2) }),
        ("collective_se_counts", { number($0.hover?.collectiveError, 3) }),
        ("effective_samples", { number($0.hover?.effectiveCount, 1) }),
        ("s", { number($0.hover?.square, 1) }), ("s_corrected", { number($0.hover?.correctedSquare, 1) }),
        ("motor_front_left", { number($0.hover?.motors[0], 1) }),
        ("motor_front_right", { number($0.hover?.motors[1], 1) }),
        ("motor_rear_right", { number($0.hover?.motors[2], 1) }),
        ("motor_rear_left", { number($0.hover?.motors[3], 1) }),
        ("twr", { number($0.hover?.ratio, 3) }), ("twr_at_11_1_v", { number($0.hover?.referenceRatio, 3) }),
        ("reserve_percent", { number($0.hover?.reserve.map { $0 * 100 }, 1) }),
        ("reserve_at_11_1_v_percent", { number($0.hover.map { $0.referenceReserve * 100 }, 1) }),
        ("saturated_percent", { number($0.saturatedShare.map { $0 * 100 }, 2) }),
        ("headroom_counts", { number($0.headroom, 0) }),
        ("height_rms_mm", { number($0.hover.map { $0.heightDeviation * 1000 }, 1) }),
        ("height_range_mm", { number($0.hover.map { $0.heightRange * 1000 }, 0) }),
        ("drift_mm_s", { number($0.hover.map { $0.drift * 1000 }, 2) }),
        ("roll_rms_deg", { number($0.hover.map { $0.rollDeviation * 180 / .pi }, 3) }),
        ("pitch_rms_deg", { number($0.hover.map { $0.pitchDeviation * 180 / .pi }, 3) }),
        ("yaw_rms_deg", { number($0.hover.map { $0.yawDeviation * 180 / .pi }, 3) }),
        ("speed_rms_m_s", { number($0.hover?.speed, 3) }), ("vibration_m_s2", { number($0.hover?.vibration, 3) }),
        ("take_off_s", { number($0.takeOff?.time, 2) }), ("take_off_peak_m", { number($0.takeOff?.peak, 2) }),
        ("lift_off_counts", { number($0.takeOff?.liftOffCounts, 1) }),
        ("climb_command", { number($0.greatestClimb?.command, 2) }),
        ("climb_rise_s", { number($0.greatestClimb?.riseTime, 2) }),
        ("climb_peak_m_s", { number($0.greatestClimb?.peakRate, 2) }),
        ("climb_achieved", { number($0.greatestClimb?.achieved, 2) }),
        ("climb_peak_counts", { number($0.greatestClimb?.peakCounts, 0) }),
        ("climb_overshoot_m", { number($0.greatestClimb?.overshoot, 3) }),
        ("climb_settling_s", { number($0.greatestClimb?.settlingTime, 2) }),
        ("power_w_estimated", { number($0.hover?.power, 1) }),
        ("current_a_estimated", { number($0.hover?.current, 2) }),
        ("voltage_fall_v_min", { number($0.hover?.voltageFall, 3) }),
        ("energy_wh_estimated", { number($0.energy / 3600, 3) }),
    ]
}
