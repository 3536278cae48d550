import CellCanvas
import Cockpit
import DroneModel

/// Snapshots as a drone would make them, all readings of the same moment.
struct Scene {
    /// When everything was measured.
    static let measured: Duration = .seconds(100)
    /// A moment later, when everything is fresh.
    static let now: Duration = measured + .milliseconds(20)

    static func unknown(_ reality: DroneIdentity.Reality = .real) -> DroneSnapshot {
        DroneSnapshot(identity: DroneIdentity(reality: reality))
    }

    static func landed(
        _ reality: DroneIdentity.Reality = .real, battery: Int = 80, status: DroneStatus = []
    ) -> DroneSnapshot {
        var snapshot = measured(reality, status: status, state: .landed, battery: battery)
        snapshot.telemetry.altitude = Reading(0, at: measured)
        snapshot.telemetry.motors = Reading(
            MotorPWM(frontLeft: 0, frontRight: 0, rearRight: 0, rearLeft: 0), at: measured)
        return snapshot
    }

    static func flying(
        _ reality: DroneIdentity.Reality = .real, pitch: Double = 0, roll: Double = 0, battery: Int = 80
    ) -> DroneSnapshot {
        var snapshot = measured(reality, status: .flying, state: .hovering, battery: battery)
        snapshot.telemetry.attitude = Reading(
            Attitude(pitch: Angle(degrees: pitch), roll: Angle(degrees: roll), yaw: Angle(degrees: -30)), at: measured)
        snapshot.wantsFlight = true
        return snapshot
    }

    /// A flight in which every pane has something to show: hovering for 83 s with 171 of throttle, drifting a
    /// little, a barometer that disagrees, a computer that scans.
    static func rich() -> DroneSnapshot {
        var snapshot = flying(pitch: 4.2, roll: -6)
        snapshot.telemetry.velocity = Reading(Velocity(forward: 0.32, right: -0.1), at: measured)
        snapshot.telemetry.ultrasoundAltitude = Reading(1.2, at: measured)
        snapshot.telemetry.barometricAltitude = Reading(1.9, at: measured)
        snapshot.telemetry.pressure = Reading(98_760, at: measured)
        snapshot.telemetry.wifiQuality = Reading(0.9, at: measured)
        snapshot.link.suspectedScan = HostScan(period: .seconds(62), dips: 2, lastDip: .seconds(90))
        snapshot.link.jitter = jitter()
        snapshot.flight = hover()
        return snapshot
    }

    /// A packet every 5 ms, one silence of 200 ms eight seconds ago.
    private static func jitter() -> JitterStrip {
        var strip = JitterStrip()
        for step in 0..<4000 where !(2360..<2400).contains(step) {
            strip.note(at: measured - .milliseconds(20_000 - 5 - step * 5))
        }
        return strip
    }

    private static func hover() -> FlightProgress {
        var progress = FlightProgress()
        for (seconds, status) in [(84, []), (83, DroneStatus.flying), (2, .flying), (1, .flying), (0, .flying)] {
            let time = measured - .seconds(seconds)
            var telemetry = Telemetry()
            telemetry.status = Reading(status, at: time)
            telemetry.state = Reading(.hovering, at: time)
            telemetry.motors = Reading(
                MotorPWM(frontLeft: 171, frontRight: 171, rearRight: 171, rearLeft: 171), at: time)
            progress.note(telemetry, at: time)
        }
        return progress
    }

    private static func measured(
        _ reality: DroneIdentity.Reality, status: DroneStatus, state: FlightState, battery: Int
    ) -> DroneSnapshot {
        var snapshot = unknown(reality)
        snapshot.identity.generation = .ardrone2
        snapshot.identity.firmware = FirmwareVersion(2, 4, 8)
        snapshot.flatTrimmed = true
        snapshot.telemetry.status = Reading(status, at: measured)
        snapshot.telemetry.state = Reading(state, at: measured)
        snapshot.telemetry.attitude = Reading(Attitude(pitch: .zero, roll: .zero, yaw: .zero), at: measured)
        snapshot.telemetry.altitude = Reading(1.24, at: measured)
        snapshot.telemetry.verticalSpeed = Reading(0.32, at: measured)
        snapshot.telemetry.batteryPercent = Reading(battery, at: measured)
        snapshot.telemetry.batteryVoltage = Reading(11.1, at: measured)
        snapshot.telemetry.motors = Reading(
            MotorPWM(frontLeft: 168, frontRight: 175, rearRight: 171, rearLeft: 166), at: measured)
        snapshot.link.phase = .live
        snapshot.link.lastNavdata = measured
        snapshot.link.navdataRate = 200
        snapshot.link.longestNavdataGap = .milliseconds(12)
        snapshot.link.atRate = 33
        snapshot.link.longestATGap = .milliseconds(31)
        return snapshot
    }
}

extension Cockpit {
    /// The screen as it is at a moment.
    func screen(
        _ snapshot: DroneSnapshot, at now: Duration = Scene.now, columns: Int = 80, rows: Int = 24,
        glyphs: GlyphSet = .unicode
    ) -> Canvas {
        var canvas = Canvas(columns: columns, rows: rows, glyphs: glyphs)
        draw(snapshot, at: now, into: &canvas)
        return canvas
    }

    /// Types characters, all at one moment.
    @discardableResult
    mutating func type(_ keys: String, _ snapshot: DroneSnapshot, at now: Duration = Scene.now) -> [Order] {
        keys.flatMap { handle(.character($0), snapshot, at: now) }
    }
}

extension Canvas {
    /// Where a text is on the screen, by rows from above.
    func place(of text: String) -> (row: Int, column: Int)? {
        let wanted = Array(text)
        for row in 0..<rows {
            let line = cells(inRow: row).map(\.glyph)
            guard wanted.count <= line.count else { continue }
            for column in 0...(line.count - wanted.count) where Array(line[column..<column + wanted.count]) == wanted {
                return (row, column)
            }
        }
        return nil
    }

    /// Whether a text is anywhere on the screen.
    func shows(_ text: String) -> Bool { place(of: text) != nil }
}
