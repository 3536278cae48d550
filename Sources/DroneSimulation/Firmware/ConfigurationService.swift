import DroneModel
import DroneProtocol

/// The configuration as the firmware lives by it: the store, and what it means for flight and navdata.
struct ConfigurationService: Equatable, Sendable {
    private(set) var store: MulticonfigurationStore
    /// How many video channels "next" goes through: 4 on the 1.0, which shows both cameras in one picture, else 2.
    private let channels: Int
    /// Limits of the movements.
    private(set) var limits = FlightLimits.indoor
    /// `general:com_watchdog`.
    private(set) var commandTimeout: Duration = .seconds(2)
    /// `general:navdata_options`.
    private(set) var navdataOptions = NavdataOptionSet.demoDefault
    /// `general:navdata_demo`, once somebody has written it; nil until then, which is the bootstrap mode.
    private(set) var isDemo: Bool?
    /// Bit 1 of `control:control_level`.
    private(set) var allowsCombinedYaw = false
    /// `detect:detect_type`.
    private(set) var detection: UInt32 = 3

    init(generation: DroneGeneration, firmware: FirmwareVersion) {
        channels = generation == .ardrone1 ? 4 : 2
        store = MulticonfigurationStore(generation: generation, firmware: firmware)
        readBack()
    }

    /// What a written key starts besides being stored.
    enum Trigger: Equatable, Sendable {
        case light(animation: Int, frequency: Float, seconds: Int)
        case flight(animation: Int, milliseconds: Int)
        /// `userbox:userbox_cmd`.
        case box(String)
    }

    /// Takes a CONFIG command. An invalid one, and one with the wrong ids, has no effect and tells nobody.
    mutating func write(_ text: String, to name: String, named ids: MulticonfigurationIDs?) -> Trigger? {
        guard let key = ConfigurationKey(name) else { return nil }
        let channel = store.effective[.videoChannel].flatMap { Int($0) }
        switch store.write(text, to: key, named: ids) {
        case .ignored: return nil
        case .selected:
            readBack()
            return nil
        case .stored:
            if key == .navdataDemo {
                isDemo = store.effective.value(for: key) == .flag(true)
            }
            if key == .videoChannel, let channel, store.effective[key] == Self.nextChannel {
                set(String((channel + 1) % channels), to: key)
            }
            readBack()
            return trigger(key)
        }
    }

    /// `video:video_channel` with the meaning "the next one".
    private static let nextChannel = "4"

    /// A value that the drone sets itself.
    mutating func set(_ text: String, to key: ConfigurationKey) { store.setByDrone(text, to: key) }

    /// The drone's computer starts anew.
    mutating func restart() {
        store.restart()
        isDemo = nil
        readBack()
    }

    private func trigger(_ key: ConfigurationKey) -> Trigger? {
        guard let text = store.effective[key] else { return nil }
        let numbers = text.split(separator: ",").map { part in Int(part.filter { $0 != " " }) ?? 0 }
        switch key {
        case .flightAnimation where numbers.count >= 2:
            return .flight(animation: numbers[0], milliseconds: numbers[1])
        case .ledAnimation where numbers.count >= 3:
            let frequency = Float(bitPattern: UInt32(truncatingIfNeeded: numbers[1]))
            return .light(animation: numbers[0], frequency: frequency, seconds: numbers[2])
        case .userbox:
            return .box(text)
        default:
            return nil
        }
    }

    /// Reads the values that the firmware works with.
    private mutating func readBack() {
        let values = store.effective
        func number(_ key: ConfigurationKey, otherwise: Double) -> Double {
            switch values.value(for: key) {
            case .integer(let number): Double(number)
            case .float(let number), .double(let number): number
            default: otherwise
            }
        }
        func integer(_ key: ConfigurationKey, otherwise: Int) -> Int {
            if case .integer(let number) = values.value(for: key) { number } else { otherwise }
        }
        let documented = FlightLimits.indoor
        limits = FlightLimits(
            tilt: Angle(radians: number(.tiltMaximum, otherwise: documented.tilt.radians)),
            climbSpeed: number(.verticalSpeedMaximum, otherwise: documented.climbSpeed * 1000) / 1000,
            yawRate: Angle(radians: number(.yawRateMaximum, otherwise: documented.yawRate.radians)),
            altitudeMaximum: number(.altitudeMaximum, otherwise: documented.altitudeMaximum * 1000) / 1000,
            altitudeMinimum: number(.altitudeMinimum, otherwise: documented.altitudeMinimum * 1000) / 1000)
        // At least a second, so that no client can switch the watchdog into the middle of its own rhythm.
        commandTimeout = .seconds(min(max(integer(.linkTimeout, otherwise: 2), 1), 3600))
        navdataOptions = NavdataOptionSet(
            rawValue: UInt32(truncatingIfNeeded: integer(.navdataOptions, otherwise: 65537)))
        allowsCombinedYaw = integer(.controlLevel, otherwise: 0) & 2 != 0
        detection = UInt32(truncatingIfNeeded: integer(.detection, otherwise: 3))
    }
}
