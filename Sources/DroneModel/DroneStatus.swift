/// The 32 status bits that head every navdata packet, as the drone sends them.
///
/// Names and meanings: the drone maker's headers, SDK 2.0.1. Bits 7, 8 and 14 mean something else on
/// firmware 1.x, and are named after their 2.x meaning.
public struct DroneStatus: OptionSet, Hashable, Sendable {
    /// The bits as on the wire.
    public var rawValue: UInt32

    /// A status from its wire value.
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    static func bit(_ index: UInt32) -> DroneStatus { DroneStatus(rawValue: 1 << index) }

    /// The motors turn and the drone is, or is trying to be, in the air.
    public static let flying = bit(0)
    /// The camera stream is enabled.
    public static let videoEnabled = bit(1)
    /// Tag detection is enabled.
    public static let visionEnabled = bit(2)
    /// Angular speed control instead of angle control.
    public static let angularSpeedControl = bit(3)
    /// Altitude control is active.
    public static let altitudeControl = bit(4)
    /// The pilot's start button is pressed.
    public static let userFeedback = bit(5)
    /// A configuration command arrived and has not been acknowledged by the client.
    public static let commandAcknowledge = bit(6)
    /// The camera is ready (firmware 1.x: the firmware file is good).
    public static let cameraReady = bit(7)
    /// Travelling mode (firmware 1.x: newer firmware present).
    public static let travelling = bit(8)
    /// A USB key is ready for recording.
    public static let usbReady = bit(9)
    /// Reduced packets at 15 Hz instead of all options at 200 Hz.
    public static let navdataDemo = bit(10)
    /// No options are sent until the client configures navdata.
    public static let navdataBootstrap = bit(11)
    /// A motor has a problem.
    public static let motorProblem = bit(12)
    /// No AT command for the communication watchdog's time (2 s by default).
    public static let communicationLost = bit(13)
    /// The firmware detected a fault and wants to land soon (firmware 1.x: gyro hardware).
    public static let softwareFault = bit(14)
    /// The battery is too low to take off.
    public static let batteryLow = bit(15)
    /// The pilot cut the motors.
    public static let userEmergency = bit(16)
    /// The flight timer elapsed.
    public static let timerElapsed = bit(17)
    /// The magnetometer needs calibration.
    public static let magnetometerNeedsCalibration = bit(18)
    /// The drone is tilted beyond what it can fly.
    public static let anglesOutOfRange = bit(19)
    /// Too much wind.
    public static let tooMuchWind = bit(20)
    /// The ultrasound sensor hears no echo.
    public static let ultrasoundDeaf = bit(21)
    /// The motors were cut because something blocked or tipped the drone.
    public static let cutout = bit(22)
    /// The navigation board's version is right.
    public static let navigationBoardVersionOK = bit(23)
    /// The drone's AT thread runs.
    public static let atThreadRuns = bit(24)
    /// The drone's navdata thread runs.
    public static let navdataThreadRuns = bit(25)
    /// The drone's video thread runs.
    public static let videoThreadRuns = bit(26)
    /// The drone's acquisition thread runs.
    public static let acquisitionThreadRuns = bit(27)
    /// The control loop was more than 5 ms late.
    public static let controlWatchdog = bit(28)
    /// The navigation board was more than 5 ms late.
    public static let navigationBoardWatchdog = bit(29)
    /// No AT command for 50 ms.
    public static let communicationWatchdog = bit(30)
    /// Emergency: the motors are off until the client's emergency bit makes an edge.
    public static let emergency = bit(31)

    /// Every bit with the short name shown to people, from bit 0 to bit 31.
    public static let names: [(bit: DroneStatus, name: String)] = [
        (flying, "flying"), (videoEnabled, "video"), (visionEnabled, "vision"),
        (angularSpeedControl, "angular speed control"), (altitudeControl, "altitude control"),
        (userFeedback, "start button"), (commandAcknowledge, "command acknowledge"), (cameraReady, "camera ready"),
        (travelling, "travelling"), (usbReady, "USB ready"), (navdataDemo, "navdata demo"),
        (navdataBootstrap, "navdata bootstrap"), (motorProblem, "motor problem"),
        (communicationLost, "communication lost"), (softwareFault, "software fault"), (batteryLow, "battery low"),
        (userEmergency, "user emergency"), (timerElapsed, "timer elapsed"),
        (magnetometerNeedsCalibration, "magnetometer needs calibration"), (anglesOutOfRange, "angles out of range"),
        (tooMuchWind, "too much wind"), (ultrasoundDeaf, "ultrasound deaf"), (cutout, "cut-out"),
        (navigationBoardVersionOK, "navigation board version ok"), (atThreadRuns, "AT thread"),
        (navdataThreadRuns, "navdata thread"), (videoThreadRuns, "video thread"),
        (acquisitionThreadRuns, "acquisition thread"), (controlWatchdog, "control watchdog"),
        (navigationBoardWatchdog, "navigation board watchdog"), (communicationWatchdog, "communication watchdog"),
        (emergency, "emergency"),
    ]

    /// The names of the bits that are set, from bit 0 to bit 31.
    public var setNames: [String] { Self.names.filter { contains($0.bit) }.map(\.name) }
}
