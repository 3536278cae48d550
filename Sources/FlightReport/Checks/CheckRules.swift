extension CheckRule {
    /// Where limits come from that are neither measured nor the maker's.
    private static let ownChoice = "this program's choice"

    static let navdataGap = CheckRule(
        id: "navdata-gap", title: "Gaps in navdata", unit: "s", decimals: 1, warn: 0.5, fail: 2,
        source: "abort rules: motion stops after 0.5 s, landing after 2 s",
        advice: "Fly closer, turn off the computer's Wi-Fi scanning, choose a channel that nobody else uses.")

    static let navdataLoss = CheckRule(
        id: "navdata-loss", title: "Navdata lost", unit: "%", decimals: 1, warn: 1, fail: 20,
        source: ownChoice + "; indoors 99 % of all gaps were under 12 ms at 200 Hz",
        advice: "Look at the Wi-Fi: distance, channel, other networks, a computer that scans.")

    static let commandGap = CheckRule(
        id: "command-gap", title: "Gaps in commands", unit: "s", decimals: 2, warn: 0.25, fail: 2,
        source: "a set-point expires after 0.25 s; the drone's own watchdog gives up after 2 s",
        advice: "Close what keeps the computer busy; if only the recording has gaps, record on the pilot's computer.")

    static let lowestVoltage = CheckRule(
        id: "lowest-voltage", title: "Lowest voltage in the air", unit: "V", decimals: 1, side: .below, warn: 10.2,
        fail: 9.6, source: "abort rule 10.2 V for 2 s; 9.6 V is Paparazzi's critical level, the drone cuts at 9.0 V",
        advice: "Land earlier, or with less on board; a pack that does this while fresh is worn out.")

    static let sag = CheckRule(
        id: "voltage-sag", title: "Brown-out: voltage sag under load", unit: "V", decimals: 2, warn: 0.9, fail: 1.4,
        source: "hover draws about 5.5 A: a healthy pack has 0.06–0.15 Ω, an old one 0.25 Ω",
        advice: "Charge the pack fully and warm it; if the sag stays, replace pack or plug.")

    static let motorBalance = CheckRule(
        id: "motor-balance", title: "Motor balance while hovering", unit: "counts", decimals: 0, warn: 15, fail: 30,
        source: "healthy motors differ by 5–10 counts; 110 g taped 6 cm to one side makes 27",
        advice: "Move the load to the middle. Without a load: look for a bent propeller or shaft, dirt in the gear.")

    static let headroom = CheckRule(
        id: "motor-headroom", title: "Motor headroom while hovering", unit: "counts", decimals: 0, side: .below,
        warn: 38, fail: 25, source: "control limit 85 % = 217 counts; less than 25 counts left is no control",
        advice: "Carry less, move the load to the middle, fly with a fresh pack.")

    static let saturation = CheckRule(
        id: "saturation", title: "Motors at their ceiling", unit: "%", decimals: 1, warn: 0.1, fail: 1,
        source: "a motor at 250 counts or more; above 1 % of the time the load is too heavy",
        advice: "Carry less, climb slower, fly with a fresh pack and in less wind.")

    static let vibration = CheckRule(
        id: "vibration", title: "Vibration in the air", unit: "m/s²", decimals: 1, warn: 4.9, fail: 9.8,
        source: "Flight Review's bands; navdata is filtered, so compare flights of one drone",
        advice: "Look for bent propellers and shafts, a loose hull or load.")

    static let clipping = CheckRule(
        id: "clipping", title: "Accelerometer clipping", unit: "", decimals: 0, warn: 1, fail: 100,
        source: ownChoice + "; the converter ends at 0 and 4095",
        advice: "Find the shock: a hard landing, a loose load, a broken propeller.")

    static let ultrasound = CheckRule(
        id: "altitude-ultrasound", title: "Height: fused against ultrasound", unit: "m", decimals: 2, warn: 0.3,
        fail: 1, source: ownChoice + "; 95th percentile where ultrasound is reliable (0.3–2.5 m)",
        advice: "Do not trust heights over grass, water and edges; keep the sensor below the hull free.")

    static let barometer = CheckRule(
        id: "altitude-barometer", title: "Height: fused against barometer", unit: "m", decimals: 2, warn: 1, fail: 3,
        source: ownChoice + "; 95th percentile, weather and wind move a barometer by a metre",
        advice: "Keep wind and propeller wash from the sensor; do flat trim and take off anew to zero it.")

    static let tilt = CheckRule(
        id: "tilt", title: "Greatest tilt", unit: "°", decimals: 0, warn: 20, fail: 30,
        source: "abort rule: 20° for a moment, 30° at once; the drone's limit can be set to 30°",
        advice: "Lower the tilt limit; if nobody asked for it: wind, load or a motor.")

    static let emergency = CheckRule(
        id: "emergency", title: "Emergency and cut-out", unit: "", decimals: 0, warn: nil, fail: 1,
        source: "the drone's status bits", advice: "Find the cause in the events before the next take-off.")

    static let troubles = CheckRule(
        id: "troubles", title: "Troubles the drone reported", unit: "", decimals: 0, warn: 1, fail: nil,
        source: "the drone's status bits: ultrasound, wind, software, lost commands, calibration",
        advice: "Find them in the events and look what happened then.")

    static let charge = CheckRule(
        id: "charge", title: "Lowest charge", unit: "%", decimals: 0, side: .below, warn: 20, fail: 10,
        source: "abort rule; the low-battery bit comes on at 19–20 %",
        advice: "Land at 20 %: below it the drone lands by itself, and a pack suffers.")

    static let cold = CheckRule(
        id: "cold", title: "Lowest temperature", unit: "°C", decimals: 0, side: .below, warn: 5, fail: -10,
        source: ownChoice + "; cold cells give less, flights in winter were cut short",
        advice: "Warm the pack before flight; do not compare flights at different temperatures.")

    static let heat = CheckRule(
        id: "heat", title: "Highest temperature", unit: "°C", decimals: 0, warn: 60, fail: 80,
        source: ownChoice + "; the sensor sits on the board and is warmer than the air",
        advice: "Let the drone cool; keep its vents free of tape and load.")

    static let videoGap = CheckRule(
        id: "video-gap", title: "Gaps in video", unit: "s", decimals: 1, warn: 0.5, fail: 3,
        source: ownChoice, advice: "Lower the bit rate, fly closer, look at the gaps in navdata at the same time.")

    static let videoLoss = CheckRule(
        id: "video-loss", title: "Video frames lost", unit: "%", decimals: 1, warn: 1, fail: 10,
        source: ownChoice, advice: "Lower the bit rate; the drone drops frames that it cannot send in time.")

    static let clockDrift = CheckRule(
        id: "clock-drift", title: "Drone's clock against the computer's", unit: "ppm", decimals: 0, warn: 200,
        fail: 1000, source: ownChoice + "; crystals keep 100 ppm",
        advice: "Trust the computer's times; a large drift means that one of them was set or slept.")

    static let recordingLoss = CheckRule(
        id: "recording", title: "Lost while recording", unit: "packets", decimals: 0, warn: 1, fail: 1000,
        source: "a recording should lose nothing", advice: "Record to a faster disk with more free space.")
}
