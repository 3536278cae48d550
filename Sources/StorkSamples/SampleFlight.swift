import DroneModel
import DroneProtocol
import DroneSimulation

/// A simulated flight that ships with the program: what the drone is, what goes wrong, what the pilot does.
struct SampleFlight: Sendable {
    /// The folder's name; begins with `sim-`, so that nobody takes it for a flown one.
    var name: String
    /// The drone, its load, its faults and its seed.
    var drone: DroneSettings
    /// Which navdata is asked for.
    var navdata: DroneSession.NavdataMode = .demo(.demoDefault)
    /// What the pilot does, in the order of time.
    var script: [(time: Duration, action: Action)]
    /// How long it is recorded.
    var length: Duration

    /// What a pilot can do here; keys have their words in the help page.
    enum Action: Sendable {
        case key(PilotIntent, String)
        /// Holds a movement for so long.
        case hold(Setpoint, Duration)
        case mark(String)
    }

    static let all: [SampleFlight] = [
        ground, hover, load, landing, lostLink, reboot, lowBattery, ardrone1, fullNavdata,
    ]

    private static func drone(
        seed: UInt64, _ aircraft: AircraftParameters = .ardrone2, payloads: [PayloadMass] = [], faults: [Fault] = []
    ) -> DroneSettings {
        var settings = DroneSettings(aircraft: aircraft, seed: seed)
        settings.payloads = payloads
        settings.faults = FaultPlan(faults)
        return settings
    }

    /// Trim, take-off, and what follows.
    private static func flight(
        landingAt end: Duration, _ more: [(time: Duration, action: Action)] = []
    ) -> [(time: Duration, action: Action)] {
        [(.seconds(2), .key(.flatTrim, "flat trim")), (.seconds(3), .key(.takeOff, "take-off"))] + more
            + [(end, .key(.land, "land"))]
    }

    /// On the ground: nothing but set-up and a flat trim.
    static let ground = SampleFlight(
        name: "sim-ground", drone: drone(seed: 11),
        script: [(.seconds(3), .key(.flatTrim, "flat trim")), (.seconds(5), .mark("still on the ground"))],
        length: .seconds(8))

    /// Take-off, ten seconds of hover, landing.
    static let hover = SampleFlight(
        name: "sim-hover", drone: drone(seed: 12), script: flight(landingAt: .seconds(17)), length: .seconds(22))

    /// The same with 88 g, six centimetres to the right: the phone of the first experiment.
    static let load = SampleFlight(
        name: "sim-load-88g",
        drone: drone(seed: 13, payloads: [PayloadMass(mass: 0.088, at: Vector3(x: 0, y: 0.06, z: -0.01))]),
        script: flight(landingAt: .seconds(15)), length: .seconds(20))

    /// Climb, forward, turn, and a landing from there.
    static let landing = SampleFlight(
        name: "sim-landing", drone: drone(seed: 14),
        script: flight(
            landingAt: .seconds(15),
            [
                (.seconds(8), .hold(Setpoint(climb: 0.8), .seconds(2))),
                (.seconds(10), .hold(Setpoint(pitch: -0.4), .seconds(2))),
                (.seconds(12), .hold(Setpoint(yaw: 0.5), .seconds(2))),
            ]), length: .seconds(22))

    /// Nothing is heard for three seconds in the hover, neither way.
    static let lostLink = SampleFlight(
        name: "sim-lost-link", drone: drone(seed: 15, faults: [Fault(.blackout, at: .seconds(10), for: .seconds(3))]),
        script: flight(landingAt: .seconds(17)), length: .seconds(22))

    /// The drone's computer restarts on the ground.
    static let reboot = SampleFlight(
        name: "sim-reboot", drone: drone(seed: 16, faults: [Fault(.reboot, at: .seconds(6), for: .seconds(2))]),
        script: [(.seconds(3), .key(.flatTrim, "flat trim"))], length: .seconds(13))

    /// The battery breaks down in the hover.
    static let lowBattery = SampleFlight(
        name: "sim-low-battery", drone: drone(seed: 17, faults: [Fault(.batteryCliff(percent: 6), at: .seconds(9))]),
        script: flight(landingAt: .seconds(18)), length: .seconds(22))

    /// An AR.Drone 1.0.
    static let ardrone1 = SampleFlight(
        name: "sim-ardrone1", drone: drone(seed: 18, .ardrone1), script: flight(landingAt: .seconds(13)),
        length: .seconds(18))

    /// Every option, 200 times a second; less than a second of it is as large as the others are whole.
    static let fullNavdata = SampleFlight(
        name: "sim-full-navdata", drone: drone(seed: 19), navdata: .full, script: [], length: .milliseconds(750))
}
