import CellCanvas
import DroneModel

/// What is drawn: a snapshot, seen at one time.
struct Moment {
    /// What is known of the drone.
    let snapshot: DroneSnapshot
    /// When it is looked at, on the clock of its readings.
    let now: Duration
    /// The same moment on the clock of keys and messages: another one only in a replay.
    let clock: Duration
    /// Which glyphs the words may use.
    let glyphs: GlyphSet
    /// Whether the cockpit only looks.
    var isReadOnly = false
    /// Whether the screen has room for all panes.
    var showsAllPanes = true
    /// Where the replay stands; nil where a drone flies.
    var replay: ReplayProgress?
    /// How the mission goes on that is flown; nil where none is.
    var mission: MissionProgress?
    /// What the ferry's node on board says; nil where none is watched.
    var ferry: FerryWatch?
    /// Whether there is a picture of the phone on board to be looked at.
    var hasPhonePicture = false

    /// Why a key does nothing now; nil when it does.
    func refusal(of command: Command) -> String? {
        if command == .nextPane, showsAllPanes { return "all panes are in view" }
        if replay != nil, command.flies { return Command.replayRefusal }
        return mission?.refusal(of: command) ?? command.refusal(in: snapshot, at: now, readOnly: isReadOnly)
    }

    /// What is measured.
    var telemetry: Telemetry { snapshot.telemetry }

    /// A reading as text with its unit, marked by its age.
    ///
    /// Fresh as it is; from 0.5 s on dim and marked `~`, because not every terminal has dim; from 2 s on, or
    /// when never received, `n/a`. A text of nil means that the value is not a number that can be shown.
    func field<Value>(
        _ reading: Reading<Value>?, style: Style = Palette.value, _ text: (Value) -> String?
    ) -> Field {
        guard let reading else { return .unknown }
        switch reading.freshness(at: now) {
        case .expired: return .unknown
        case .stale: return text(reading.value).map { Field(text: "~" + $0, style: Palette.faint) } ?? .unknown
        case .fresh: return text(reading.value).map { Field(text: $0, style: style) } ?? .unknown
        }
    }

    /// Height above the take-off surface, metres.
    var altitude: Field { field(telemetry.altitude) { $0.fixed(2).map { $0 + " m" } } }

    /// Vertical speed, metres per second.
    var verticalSpeed: Field { field(telemetry.verticalSpeed) { $0.fixed(2, signed: true).map { $0 + " m/s" } } }

    /// Remaining battery, percent.
    var battery: Field {
        field(telemetry.batteryPercent, style: batteryStyle) { "\($0) %" }
    }

    /// Battery voltage.
    var voltage: Field { field(telemetry.batteryVoltage) { $0.fixed(1).map { $0 + " V" } } }

    /// Pitch, degrees.
    var pitch: Field {
        field(telemetry.attitude) { $0.pitch.degrees.fixed(1, signed: true).map { $0 + glyphs.degrees } }
    }

    /// Roll, degrees.
    var roll: Field {
        field(telemetry.attitude) { $0.roll.degrees.fixed(1, signed: true).map { $0 + glyphs.degrees } }
    }

    /// How a battery level looks: an alarm where the drone refuses to take off, a warning within ten percent
    /// points of that.
    var batteryStyle: Style {
        guard let percent = telemetry.batteryPercent.current(at: now) else { return Palette.faint }
        if percent < Preflight.minimumBatteryPercent { return Palette.alarm }
        return percent < Preflight.minimumBatteryPercent + 10 ? Palette.warning : Palette.good
    }

    /// What the drone does, in capitals; an emergency goes before everything it says otherwise.
    var state: Field {
        if telemetry.status.current(at: now)?.contains(.emergency) == true {
            return Field(text: "EMERGENCY", style: Palette.alarm)
        }
        let style: Style
        switch telemetry.state?.value.isAirborne {
        case true?: style = Style(.named(.black), on: .named(.brightGreen), .bold)
        case false?: style = Palette.value.with(.reverse)
        case nil: style = Palette.warning
        }
        let field = field(telemetry.state, style: style) { $0.description.uppercased() }
        return field == .unknown ? Field(text: "STATE n/a", style: Palette.warning) : field
    }

    /// How long ago the last navdata arrived: an age of its own, which grows instead of expiring.
    var linkAge: Field {
        guard let age = snapshot.link.age(at: now) else { return .unknown }
        let text = age.brief
        if age >= Freshness.expiry { return Field(text: text + " LOST", style: Palette.alarm) }
        return age >= Freshness.staleness
            ? Field(text: text + " !", style: Palette.warning) : Field(text: text, style: Palette.good)
    }

    /// Whether the drone stood on the ground when last heard of.
    var wasOnGround: Bool { snapshot.wasOnGround }
}

extension DroneSnapshot {
    /// Whether the drone stood on the ground when last heard of: what the layout goes by, which must not
    /// jump when the link fails.
    var wasOnGround: Bool {
        if let status = telemetry.status { return !status.value.contains(.flying) }
        return !wantsFlight
    }
}

/// A text and how it looks.
struct Field: Equatable {
    /// The value with its unit.
    var text: String
    /// How it looks.
    var style: Style

    /// What was never received, is too old, or is not a number.
    static let unknown = Field(text: "n/a", style: Palette.faint)
}
