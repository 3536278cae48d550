public import DroneModel

/// Every number of the simulated aircraft, by what it describes.
///
/// SI units unless a property says otherwise; motor commands are the drone's own 8-bit PWM counts, 0–255.
/// The documentation of each number ends with its source and how far it can be trusted:
///
/// - **measured**: analysed on data of real drones;
/// - **documented**: stated by a data sheet, a header or another project's source;
/// - **inferred**: computed from measured or documented numbers;
/// - **recalled**: from the literature, not read again;
/// - **fitted**: chosen so that the simulator reproduces a measurement, so agreement with it proves nothing;
/// - **recorded**: read off captures of real flights, which win where they disagree with anything else;
/// - **assumed**: a knob. Nobody knows.
public struct AircraftParameters: Equatable, Sendable {
    /// Which of the two airframes this is.
    public var generation: DroneGeneration
    /// What covers the propellers.
    public var hull: Hull
    /// Mass, size and inertia.
    public var frame: FrameParameters
    /// Motors and propellers.
    public var propulsion: PropulsionParameters
    /// The battery and what the electronics draw from it.
    public var battery: BatteryParameters
    /// Errors and delays of what the drone measures.
    public var sensors: SensorParameters
    /// Gains of the on-board controller.
    public var controller: ControllerParameters
    /// Heights, times and limits of take-off, landing and emergencies.
    public var procedures: ProcedureParameters

    /// What covers the propellers.
    public enum Hull: String, Hashable, Sendable, CaseIterable {
        /// Nothing: propellers bare.
        case bare
        /// The light outdoor hull: propellers open to the sides.
        case outdoor
        /// The foam ring around the propellers.
        case indoor

        /// Whether the ring keeps a propeller from hitting the ground when the drone tips over.
        public var guardsPropellers: Bool { self == .indoor }
    }

    /// The two packs that were sold.
    public enum BatteryPack: String, Hashable, Sendable, CaseIterable {
        /// 1000 mAh, in the box with every drone.
        case standard
        /// 1500 mAh, 30 g heavier.
        case highDensity
    }

    /// An AR.Drone 1.0 or 2.0 as it comes out of the box.
    public init(generation: DroneGeneration, hull: Hull = .outdoor, battery pack: BatteryPack = .standard) {
        self.generation = generation
        self.hull = hull
        frame = FrameParameters(generation: generation, hull: hull)
        propulsion = PropulsionParameters()
        battery = BatteryParameters(generation: generation)
        sensors = SensorParameters(generation: generation)
        controller = ControllerParameters()
        procedures = ProcedureParameters()
        if pack == .highDensity {
            battery.capacity = BatteryParameters.highDensityCapacity
            frame.mass += BatteryParameters.highDensityExtraMass
        }
    }

    /// The AR.Drone 1.0 with its outdoor hull, 0.380 kg.
    public static let ardrone1 = AircraftParameters(generation: .ardrone1)

    /// The AR.Drone 2.0 with its outdoor hull, 0.420 kg.
    public static let ardrone2 = AircraftParameters(generation: .ardrone2)

    /// The same drone after a hard life: bent shafts and worn gears cost 28 % of the thrust.
    ///
    /// One pilot reports 200 to 225 counts with hull and "about maxed out" (documented, one report); 199 counts
    /// would lift 0.60 kg on a healthy drone, so thrust is × 0.72 (inferred).
    public var tired: AircraftParameters {
        var worn = self
        worn.propulsion.thrustCoefficient *= 0.72
        return worn
    }
}

/// Mass, size and inertia of the drone without payload.
///
/// Its centre of mass is the origin of the body frame.
public struct FrameParameters: Equatable, Sendable {
    /// With battery and hull, kg.
    ///
    /// 2.0: 0.396 bare, 0.420 outdoor, 0.456 indoor (measured, except the outdoor hull, which nobody weighed:
    /// inferred); 1.0: 0.380 bare and outdoor, 0.420 indoor (recalled). ±0.015 between units.
    public var mass: Double
    /// Moments of inertia about roll, pitch and yaw axis, kg m² (2.0 bare and indoor: measured with a bifilar
    /// pendulum, 5–7 % scatter; outdoor: interpolated; 1.0: × 0.95, assumed).
    public var inertia: Vector3
    /// Distance of each motor from the centre, both forward and sideways, m; ±0.002 (measured).
    public var motorOffset: Double
    /// Height of the centre of mass above the feet, m (measured).
    public var footDepth: Double
    /// Distance of each foot from the centre, forward and sideways, m (assumed).
    public var footOffset: Double
    /// Height of the propeller discs above the feet, m (inferred from the ground effect seen at lift-off).
    public var discHeight: Double
    /// Air drag per speed, N s/m; 0.10–0.27 (fitted to the speed of a 1.0 leaning 10.5° for two seconds).
    public var drag: Double = 0.17
    /// Drag against turning, N m s/rad (fitted along with ``ControllerParameters/attitudeRateGain``).
    public var rotationalDrag: Double = 0.003
    /// Stiffness of each contact with the ground, N/m: the drone at rest sinks 1 mm (assumed).
    public var groundStiffness: Double = 1000
    /// Damping of each contact, N s/m: half critical (assumed).
    public var groundDamping: Double = 10
    /// Sliding friction on the ground, of the normal force (assumed).
    public var groundFriction: Double = 0.6

    /// The frame of a drone with a hull.
    public init(generation: DroneGeneration, hull: AircraftParameters.Hull) {
        switch (generation, hull) {
        case (.ardrone2, .bare): mass = 0.396
        case (.ardrone2, .outdoor): mass = 0.420
        case (.ardrone2, .indoor): mass = 0.456
        case (.ardrone1, .bare), (.ardrone1, .outdoor): mass = 0.380
        case (.ardrone1, .indoor): mass = 0.420
        }
        let ofSecondGeneration =
            switch hull {
            case .bare: Vector3(x: 0.0023, y: 0.0026, z: 0.0045)
            case .outdoor: Vector3(x: 0.0026, y: 0.0030, z: 0.0052)
            case .indoor: Vector3(x: 0.0033, y: 0.0037, z: 0.0068)
            }
        inertia = generation == .ardrone2 ? ofSecondGeneration : ofSecondGeneration * 0.95
        motorOffset = 0.126
        footDepth = 0.048
        footOffset = 0.09
        discHeight = 0.07
    }
}

/// Motors and propellers.
///
/// The laws are in ``PropulsionParameters`` itself; the moving parts in `Propulsion`.
public struct PropulsionParameters: Equatable, Sendable {
    /// Thrust per squared propeller speed, N/(rad/s)², at ``referenceDensity``: set from fourteen weighed hover
    /// flights (fitted), 1.4 % above the mean of eight motors on a bench at full throttle; ±3 % between drones.
    public var thrustCoefficient: Double = 8.35e-6
    /// Air density at which the coefficient holds, kg/m³: 20 °C at sea level.
    public var referenceDensity: Double = 1.204
    /// Standard deviation of thrust between the motors of one drone, as a fraction (measured, 4–10 %).
    public var motorSpread: Double = 0.04
    /// Propeller speed at command 0 on the straight line, rad/s (documented measurements, ±2 %).
    public var speedOffset: Double = 130.9
    /// Propeller speed per PWM count, rad/s (documented measurements, ±2 %).
    public var speedPerCount: Double = 1.451
    /// Fastest propeller speed per volt at the battery terminals, rad/s/V; 43–46 (inferred from a bench run).
    public var speedPerVolt: Double = 44.5
    /// Time constant of a motor following its command, s; 0.03–0.10 (documented, three sources).
    public var lag: Double = 0.05
    /// Yaw reaction torque per thrust, m; 0.013–0.025 (inferred).
    public var torquePerThrust: Double = 0.018
    /// Propeller radius, m; ±0.003 (recalled).
    public var propellerRadius: Double = 0.10
    /// Strength of the ground effect, in 1 / (1 − c (R / 4h)²); the law of Cheeseman and Bennett has c = 1
    /// (fitted to lift-off at 152 counts where hover takes 169).
    public var groundEffect: Double = 1.35
    /// Largest share that the ground effect may take (fitted to the bench).
    public var groundEffectLimit: Double = 0.22
    /// Share of thrust lost per climb speed, s/m (measured on the bench, one motor).
    public var climbLoss: Double = 0.036
    /// Share of thrust gained per sideways air speed, s/m (measured on the bench, one motor).
    public var sidewindGain: Double = 0.015
    /// Fastest climb through the air for which the loss was measured, m/s.
    public var climbLossLimit: Double = 6
    /// Electrical power of one motor at no thrust, W (fitted to one motor's bench curve, 0.28 W rms).
    public var idlePower: Double = 0.887
    /// Electrical power per thrust, W/N (same fit).
    public var powerPerThrust: Double = 9.186
    /// Electrical power per thrust to the power 3/2, W/N^1.5 (same fit).
    public var inducedPower: Double = 3.684
    /// Factor on all motor power; 0.93–1.05 (12 minutes of the specification against the bench).
    public var powerScale: Double = 1

    /// The numbers of both generations: no bench data exist for the 1.0.
    public init() {}
}

/// The battery and what the electronics draw from it.
public struct BatteryParameters: Equatable, Sendable {
    /// Usable charge, A h; ±5 %, aged packs down to 0.7 of it (documented).
    public var capacity: Double = 1.0
    /// Pack and wiring, Ω; 0.06–0.15, old packs 0.25 (inferred).
    public var resistance: Double = 0.10
    /// What everything but the motors draws, W; ±1 (2.0 assumed; 1.0 inferred from 0.2 A at 11 V).
    public var electronicsPower: Double
    /// Voltage step of the reading, V (documented in two projects' sources).
    public var voltageQuantum: Double
    /// Time constant of the filter before the percentage, s (assumed).
    public var percentFilterTime: Double = 5
    /// Below this voltage the drone switches itself off, V (documented: `VBAT_POWERING_OFF`).
    public var powerOffVoltage: Double = 9.0
    /// Below this voltage for ``landingDelay`` the drone lands by itself, V (assumed); so it does at 0 %.
    public var landingVoltage: Double = 9.6
    /// How long the voltage must be too low, s (assumed).
    public var landingDelay: Double = 3
    /// Below this percentage the low-battery bit is set and take-off refused: the bit appears at 19–20 % (recorded).
    public var lowPercent: Int = 20

    /// The large pack, A h (documented: an "18 minutes" option).
    public static let highDensityCapacity = 1.5
    /// How much heavier the large pack is, kg (assumed).
    public static let highDensityExtraMass = 0.030

    /// The 1000 mAh pack.
    public init(generation: DroneGeneration) {
        electronicsPower = generation == .ardrone2 ? 3.0 : 2.2
        voltageQuantum = generation == .ardrone2 ? 0.0136 : 0.031
    }
}
