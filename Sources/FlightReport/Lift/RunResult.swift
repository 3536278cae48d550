import DroneModel
import JSONText
import LiftAnalysis

/// One result of a flight, as `results.csv` and `results.json` have it: the same names and the same digits in both.
enum RunResult {
    /// Words; nil where nobody said.
    case text(String?)
    /// A number with so many decimals; nil while unknown.
    case number(Double?, Int)
    /// Yes or no.
    case flag(Bool)

    /// For a cell of a table; empty where it is unknown.
    var cell: String {
        switch self {
        case .text(let text): text ?? ""
        case .number(let value, let decimals):
            value.flatMap { DecimalNumber.fixed($0, decimals: decimals) } ?? ""
        case .flag(let flag): flag ? "true" : "false"
        }
    }

    /// For a member of an object; null where it is unknown.
    var json: JSONValue {
        switch self {
        case .text(let text): .text(text)
        case .number(let value, let decimals): .number(value, decimals: decimals)
        case .flag(let flag): .flag(flag)
        }
    }

    /// All results of a flight, each with its unit in its name.
    static let all: [(name: String, value: @Sendable (LiftRun) -> RunResult)] = [
        ("run", { .text($0.conditions.name) }), ("order", { .number(Double($0.conditions.order), 0) }),
        ("payload_g", { .number($0.payload.map { $0 * 1000 }, 1) }),
        ("payload_uncertainty_g", { .number($0.conditions.payload?.massUncertainty.map { $0 * 1000 }, 2) }),
        ("payload_forward_mm", { .number($0.conditions.payload?.position.map { $0.x * 1000 }, 1) }),
        ("payload_right_mm", { .number($0.conditions.payload?.position.map { $0.y * 1000 }, 1) }),
        ("payload_down_mm", { .number($0.conditions.payload?.position.map { $0.z * 1000 }, 1) }),
        ("counts", { .flag($0.counts) }), ("excluded_because", { .text($0.exclusion) }),
        ("battery", { .text($0.conditions.battery) }),
        ("resting_v", { .number($0.conditions.restingVoltage, 3) }),
        ("start_v", { .number($0.firstVoltage, 3) }), ("end_v", { .number($0.lastVoltage, 3) }),
        ("start_percent", { .number($0.firstCharge, 0) }), ("end_percent", { .number($0.lastCharge, 0) }),
        ("hover_v", { .number($0.hover?.voltage, 3) }),
        ("temperature_c", { .number($0.conditions.temperature, 1) }),
        ("pressure_pa", { .number($0.conditions.pressure, 0) }),
        ("air_from_the_drone", { .flag($0.conditions.isPressureMeasured || $0.conditions.isTemperatureEstimated) }),
        ("place", { .text($0.conditions.place) }), ("wind", { .text($0.conditions.wind) }),
        ("density_kg_m3", { .number($0.conditions.density, 4) }),
        ("air_s", { .number($0.airTime, 1) }), ("steady_s", { .number($0.steadyTime, 1) }),
        ("collective_counts", { .number($0.hover?.collective, 2) }),
        ("collective_se_counts", { .number($0.hover?.collectiveError, 3) }),
        ("effective_samples", { .number($0.hover?.effectiveCount, 1) }),
        ("s", { .number($0.hover?.square, 1) }), ("s_corrected", { .number($0.hover?.correctedSquare, 1) }),
        ("motor_front_left", { .number($0.hover?.motors[0], 1) }),
        ("motor_front_right", { .number($0.hover?.motors[1], 1) }),
        ("motor_rear_right", { .number($0.hover?.motors[2], 1) }),
        ("motor_rear_left", { .number($0.hover?.motors[3], 1) }),
        ("twr", { .number($0.hover?.ratio, 3) }), ("twr_at_11_1_v", { .number($0.hover?.referenceRatio, 3) }),
        ("reserve_percent", { .number($0.hover?.reserve.map { $0 * 100 }, 1) }),
        ("reserve_at_11_1_v_percent", { .number($0.hover.map { $0.referenceReserve * 100 }, 1) }),
        ("saturated_percent", { .number($0.saturatedShare.map { $0 * 100 }, 2) }),
        ("headroom_counts", { .number($0.headroom, 0) }),
        ("height_rms_mm", { .number($0.hover.map { $0.heightDeviation * 1000 }, 1) }),
        ("height_range_mm", { .number($0.hover.map { $0.heightRange * 1000 }, 0) }),
        ("drift_mm_s", { .number($0.hover.map { $0.drift * 1000 }, 2) }),
        ("roll_rms_deg", { .number($0.hover.map { $0.rollDeviation * 180 / .pi }, 3) }),
        ("pitch_rms_deg", { .number($0.hover.map { $0.pitchDeviation * 180 / .pi }, 3) }),
        ("yaw_rms_deg", { .number($0.hover.map { $0.yawDeviation * 180 / .pi }, 3) }),
        ("speed_rms_m_s", { .number($0.hover?.speed, 3) }), ("vibration_m_s2", { .number($0.hover?.vibration, 3) }),
        ("greatest_lean_deg", { .number($0.greatestLean.map { $0 * 180 / .pi }, 1) }),
        ("take_off_s", { .number($0.takeOff?.time, 2) }), ("take_off_peak_m", { .number($0.takeOff?.peak, 2) }),
        ("lift_off_counts", { .number($0.takeOff?.liftOffCounts, 1) }),
        ("climb_command", { .number($0.greatestClimb?.command, 2) }),
        ("climb_rise_s", { .number($0.greatestClimb?.riseTime, 2) }),
        ("climb_peak_m_s", { .number($0.greatestClimb?.peakRate, 2) }),
        ("climb_achieved", { .number($0.greatestClimb?.achieved, 2) }),
        ("climb_peak_counts", { .number($0.greatestClimb?.peakCounts, 0) }),
        ("climb_overshoot_m", { .number($0.greatestClimb?.overshoot, 3) }),
        ("climb_settling_s", { .number($0.greatestClimb?.settlingTime, 2) }),
        ("power_w_estimated", { .number($0.hover?.power, 1) }),
        ("current_a_estimated", { .number($0.hover?.current, 2) }),
        ("voltage_fall_v_min", { .number($0.hover?.voltageFall, 3) }),
        ("longest_command_gap_ms", { .number($0.longestCommandGap.map { $0 * 1000 }, 0) }),
        ("energy_wh_estimated", { .number($0.energy / 3600, 3) }),
    ]
}
