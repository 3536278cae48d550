public import DroneModel

/// Which drone is simulated, where, and what goes wrong.
public struct DroneSettings: Equatable, Sendable {
    /// Airframe, hull, battery and every physical number.
    public var aircraft: AircraftParameters
    /// The firmware, which decides about navdata sizes, control-state numbers and configuration keys.
    public var firmware: FirmwareVersion
    /// What it carries from the start.
    public var payloads: [PayloadMass] = []
    /// The air around it.
    public var surroundings = Surroundings()
    /// Where its nose points at power-up, clockwise from north.
    public var heading = Angle.zero
    /// Everything random follows from it: the specimen, the air, sensor noise, losses on the link.
    public var seed: UInt64

    /// Which copy of the drone it is, with its motors and sensors as they came off the line; nil follows the seed.
    ///
    /// Several flights of one drone in different air have one specimen and a seed each.
    public var specimen: UInt64?
    /// The charge it is switched on with, 0–1.
    public var stateOfCharge = 1.0

    /// What goes wrong.
    public var faults = FaultPlan.none

    /// A drone with the newest firmware of its airframe, on the ground, in calm air, without faults.
    public init(aircraft: AircraftParameters = .ardrone2, firmware: FirmwareVersion? = nil, seed: UInt64 = 1) {
        self.aircraft = aircraft
        self.firmware = firmware ?? Self.newestFirmware(of: aircraft.generation)
        self.seed = seed
    }

    /// 1.11.5 for the AR.Drone 1.0, 2.4.8 for the 2.0.
    public static func newestFirmware(of generation: DroneGeneration) -> FirmwareVersion {
        switch generation {
        case .ardrone1: FirmwareVersion(1, 11, 5)
        case .ardrone2: FirmwareVersion(2, 4, 8)
        }
    }
}
