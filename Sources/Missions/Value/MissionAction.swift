public import DroneModel

/// What one step of a mission does.
public enum MissionAction: Equatable, Sendable {
    /// Takes the present attitude as horizontal; on the ground.
    case flatTrim
    /// Calibrates the magnetometer; in flight, the drone turns once.
    case calibrate
    /// Takes off and waits until the drone hovers.
    case takeOff
    /// Holds position.
    case hover(Duration)
    /// Climbs or descends to a height above the take-off surface, metres, at so many m/s (positive).
    case climbTo(Double, speed: Double)
    /// Climbs (positive) or descends by so many metres, at so many m/s (positive).
    case climbBy(Double, speed: Double)
    /// Climbs (positive) or descends at so many m/s for a time, then holds.
    case climbAt(Double, Duration)
    /// Flies so many metres into a direction of the body by integrated speed, then holds.
    case moveBy(MissionDirection, Double)
    /// Turns by so many radians, clockwise from above positive, at so many rad/s.
    case turn(Double, rate: Double)
    /// Holds a set-point for a time.
    case fly(Setpoint, Duration)
    /// Flies one of the drone's animations and waits until it is over.
    case animation(number: Int, Duration)
    /// Plays a light pattern; goes on at once.
    case led(number: Int, frequency: Double, seconds: Int)
    /// Keeps the picture that the camera shows.
    case picture
    /// Waits until something holds; a time-out ends the wait and says so, nil waits for ever.
    case wait(MissionCondition, atMost: Duration?)
    /// Asks the operator to fasten this and nothing else.
    case attach(MissionPayload)
    /// Asks the operator for a full battery.
    case changeBattery
    /// Puts a mark into the recording.
    case mark(String)
    /// Lands and waits until the drone stands.
    case land
}

/// Where a movement goes, as the drone looks.
public enum MissionDirection: String, Hashable, Sendable, CaseIterable {
    /// Where the front camera looks.
    case forward
    /// Away from that.
    case backward
    /// To the drone's left.
    case left
    /// To the drone's right.
    case right
}

/// What a mission can wait for.
public enum MissionCondition: Equatable, Sendable {
    /// A time, in whatever state.
    case time(Duration)
    /// At this height or above, metres.
    case altitudeAbove(Double)
    /// At this height or below, metres.
    case altitudeBelow(Double)
    /// The drone says that it is in this state.
    case state(FlightState)
    /// The battery shows this percentage or less.
    case batteryBelow(Int)
    /// The operator says so; with what is asked of them.
    case `operator`(String)
    /// The phone on the drone has a position newer than the wait.
    case payloadFix
    /// A ferry transfer, of whichever neighbour, ended since the wait began.
    case ferryTransfer
    /// The node on board got something from this neighbour since take-off, or since it was last waited for.
    case ferryPickup(String)
    /// This neighbour took something from the node on board since take-off, or since it was last waited for.
    case ferryDelivery(String)
    /// For so long nothing went either way.
    case ferryIdle(Duration)
}

extension MissionAction {
    /// Whether it makes sense on the ground, in the air, or both.
    var realm: Realm {
        switch self {
        case .flatTrim, .attach, .changeBattery, .takeOff: .ground
        case .calibrate, .hover, .climbTo, .climbBy, .climbAt, .moveBy, .turn, .fly, .animation, .land: .air
        case .wait(let condition, _):
            switch condition {
            case .altitudeAbove, .altitudeBelow, .batteryBelow: .air
            case .state, .time, .operator, .payloadFix, .ferryTransfer, .ferryPickup, .ferryDelivery, .ferryIdle: .both
            }
        case .led, .picture, .mark: .both
        }
    }

    enum Realm { case ground, air, both }

    /// How long it takes in the air at most or about, seconds: for the estimate of energy and time.
    var airSeconds: Double {
        switch self {
        case .flatTrim, .attach, .changeBattery, .mark, .led, .picture: 0
        // Take-off to a settled hover takes 5 s without load and 9 s with 190 g (simulated; 4.8 s in the one log).
        case .takeOff: 7
        case .calibrate: 6
        case .hover(let time), .climbAt(_, let time), .fly(_, let time): time / .seconds(1)
        case .climbTo(_, let speed): 1 / speed + 1
        case .climbBy(let metres, let speed): abs(metres) / speed + 1
        case .moveBy(_, let metres): 2 + metres
        case .turn(let angle, let rate): abs(angle) / rate + 1
        case .animation(_, let time): time / .seconds(1)
        case .wait(.time(let time), _): time / .seconds(1)
        case .wait(_, let limit): limit.map { $0 / .seconds(1) } ?? 60
        // From 1 m at 0.35 m/s, and until the motors stand.
        case .land: 5
        }
    }
}
