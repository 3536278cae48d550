import DroneModel
import DroneProtocol
import Testing
import WireBytes

@Suite struct TelemetryDecoderTests {
    /// A packet in flight, by the layout's sizes.
    static func flying(_ layout: NavdataLayout = .sdk24, major: UInt32 = 4, altitude: Int32 = 800) -> Navdata {
        var navdata = Navdata(layout: layout, options: .demoDefault)
        navdata.status = .flying
        navdata.demo?.controlState = major << 16
        navdata.demo?.batteryPercent = 77
        navdata.demo?.altitudeMillimetres = altitude
        return navdata
    }

    static func telemetry(of navdata: Navdata, at time: Duration = .seconds(3)) -> Telemetry {
        var telemetry = Telemetry()
        var decoder = TelemetryDecoder()
        decoder.update(&telemetry, with: navdata, at: time)
        return telemetry
    }

    @Test func `degrees, metres and volts come out of thousandths`() throws {
        var navdata = Self.flying()
        navdata.demo?.pitchMillidegrees = 2974
        navdata.demo?.rollMillidegrees = -550
        navdata.demo?.yawMillidegrees = 90_000
        navdata.demo?.forwardMillimetresPerSecond = 1500
        navdata.demo?.rightMillimetresPerSecond = -20
        navdata.rawMeasures = RawMeasuresOption()
        navdata.rawMeasures?.batteryMillivolts = 11_686
        let telemetry = Self.telemetry(of: navdata)
        let attitude = try #require(telemetry.attitude?.value)
        #expect(abs(attitude.pitch.degrees - 2.974) < 1e-9)
        #expect(abs(attitude.roll.degrees + 0.55) < 1e-9)
        #expect(abs(attitude.yaw.radians - .pi / 2) < 1e-9)
        #expect(telemetry.altitude == Reading(0.8, at: .seconds(3)))
        #expect(telemetry.velocity?.value == Velocity(forward: 1.5, right: -0.02))
        #expect(telemetry.batteryPercent?.value == 77)
        #expect(telemetry.batteryVoltage?.value == 11.686)
        #expect(telemetry.state?.value == .hovering)
        #expect(telemetry.isFlying(at: .seconds(3)) == true)
    }

    @Test func `a packet without options leaves everything but the status unknown`() throws {
        let navdata = try decoded(bootstrapPacket).get()
        var expected = Telemetry()
        expected.status = Reading(DroneStatus(rawValue: 0x4f80_0c10), at: .seconds(3))
        #expect(Self.telemetry(of: navdata) == expected)
    }

    @Test func `what a packet leaves out keeps its value and its age`() {
        var telemetry = Telemetry()
        var decoder = TelemetryDecoder()
        decoder.update(&telemetry, with: Self.flying(), at: .seconds(1))
        decoder.update(&telemetry, with: Navdata(), at: .seconds(2))
        #expect(telemetry.batteryPercent == Reading(77, at: .seconds(1)))
        #expect(telemetry.status?.time == .seconds(2))
    }

    @Test(arguments: 4...148) func `a short demo option gives only what it holds`(size: Int) throws {
        let bytes = packet(status: 1, [(0, [UInt8](repeating: 0, count: size - 4))])
        let telemetry = Self.telemetry(of: try decoded(bytes).get())
        #expect((telemetry.state != nil) == (size >= 8))
        #expect((telemetry.batteryPercent != nil) == (size >= 12))
        #expect((telemetry.attitude != nil) == (size >= 24))
        #expect((telemetry.altitude != nil) == (size >= 28))
        #expect((telemetry.velocity != nil) == (size >= 36))
    }

    @Test func `numbers that cannot be are left out`() {
        var navdata = Self.flying()
        navdata.demo?.batteryPercent = 4_000_000_000
        navdata.demo?.rollMillidegrees = .nan
        navdata.demo?.rightMillimetresPerSecond = .infinity
        navdata.wifi = WifiOption()
        navdata.wifi?.loss = .nan
        let telemetry = Self.telemetry(of: navdata)
        #expect(telemetry.batteryPercent == nil && telemetry.attitude == nil && telemetry.velocity == nil)
        #expect(telemetry.wifiQuality == nil)
    }

    @Test func `the battery may rise again`() {
        var telemetry = Telemetry()
        var decoder = TelemetryDecoder()
        for (second, percent) in [96, 95, 100, 98].enumerated() {
            var navdata = Self.flying()
            navdata.demo?.batteryPercent = UInt32(percent)
            decoder.update(&telemetry, with: navdata, at: .seconds(second))
            #expect(telemetry.batteryPercent?.value == percent)
        }
    }

    @Test(arguments: [(Float(0), 1.0), (0.25, 0.75), (1, 0), (1.5, 0), (-3, 1)])
    func `Wi-Fi quality is one minus what the drone sends`(loss: Float, quality: Double) {
        var navdata = Navdata()
        navdata.wifi = WifiOption()
        navdata.wifi?.loss = loss
        #expect(Self.telemetry(of: navdata).wifiQuality?.value == quality)
    }

    @Test func `motors come in the drone's order`() {
        var navdata = Navdata()
        navdata.pwm = PWMOption()
        navdata.pwm?.motors = FixedArray([173, 180, 175, 176], filler: 0)
        let motors = Self.telemetry(of: navdata).motors?.value
        #expect(motors == MotorPWM(frontLeft: 173, frontRight: 180, rearRight: 175, rearLeft: 176))
    }

    @Test func `the clock is seconds above bit 21 and microseconds below`() {
        var navdata = Navdata()
        navdata.time = TimeOption()
        navdata.time?.ticks = 0x2d4e_f0b5
        #expect(Self.telemetry(of: navdata).droneTime?.value == .microseconds(362_979_125))
        navdata.time?.ticks = .max
        #expect(Self.telemetry(of: navdata).droneTime?.value == .microseconds(2047 * 1_000_000 + 2_097_151))
    }

    @Test(arguments: [
        (52.39, 13.06, UInt32(1), true), (0, 0, 1, false), (52.39, 13.06, 0, false), (91, 0, 1, false),
        (0, 181, 1, false), (.nan, 1, 1, false), (0, 9.5, 1, true),
    ]) func `a GPS option of zeros is no place on the equator`(
        latitude: Double, longitude: Double, state: UInt32, isPlace: Bool
    ) {
        var navdata = Navdata()
        var gps = GPSOption()
        gps.latitudeDegrees = latitude
        gps.longitudeDegrees = longitude
        gps.elevationMetres = 35
        gps.state = state
        navdata.gps = gps
        let position = Self.telemetry(of: navdata).position?.value
        #expect(position == (isPlace ? GeoPosition(latitude: latitude, longitude: longitude, elevation: 35) : nil))
    }

    @Test func `a lost fix takes the position away`() {
        var telemetry = Telemetry()
        telemetry.position = Reading(GeoPosition(latitude: 1, longitude: 2, elevation: 3), at: .zero)
        var navdata = Navdata()
        navdata.gps = GPSOption()
        var decoder = TelemetryDecoder()
        decoder.update(&telemetry, with: navdata, at: .seconds(1))
        #expect(telemetry.position == nil)
    }

    @Test func `heading is within a circle and needs a calibrated magnetometer`() throws {
        var navdata = Navdata()
        navdata.magneto = MagnetoOption()
        navdata.magneto?.fusedHeadingDegrees = -730
        #expect(Self.telemetry(of: navdata).heading == nil)
        navdata.magneto?.calibrationOK = 1
        let heading = try #require(Self.telemetry(of: navdata).heading?.value)
        #expect(abs(heading.degrees - 350) < 1e-9)
    }

    @Test func `eighty-four metres are about a hundredth of the air's pressure`() throws {
        var navdata = Navdata()
        navdata.pressureRaw = PressureRawOption()
        navdata.pressureRaw?.pressurePascals = 100_000
        navdata.pressureRaw?.temperatureDecicelsius = 435
        navdata.kalmanPressure = KalmanPressureOption()
        navdata.kalmanPressure?.groundPressurePascals = 101_000
        let telemetry = Self.telemetry(of: navdata)
        #expect(telemetry.pressure?.value == 100_000)
        #expect(telemetry.temperature?.value == 43.5)
        #expect(abs(try #require(telemetry.barometricAltitude?.value) - 84.3) < 0.1)
    }

    @Test(arguments: [15, 200]) func `a climb of half a metre per second is found from heights in millimetres`(
        rate: Int
    ) throws {
        var telemetry = Telemetry()
        var decoder = TelemetryDecoder()
        for index in 0...rate * 2 {
            let seconds = Double(index) / Double(rate)
            let navdata = Self.flying(altitude: Int32(800 + 500 * seconds))
            decoder.update(&telemetry, with: navdata, at: .microseconds(Int(seconds * 1e6)))
            if seconds < 0.49 { #expect(telemetry.verticalSpeed == nil) }
        }
        #expect(abs(try #require(telemetry.verticalSpeed?.value) - 0.5) < 0.02)
    }

    @Test(arguments: [15, 200]) func `a step in speed is followed to nine tenths within a second`(rate: Int) throws {
        var telemetry = Telemetry()
        var decoder = TelemetryDecoder()
        for index in 0...rate * 3 {
            let seconds = Double(index) / Double(rate)
            let height = 1000 + (seconds > 2 ? -1000 * (seconds - 2) : 0)
            decoder.update(
                &telemetry, with: Self.flying(altitude: Int32(height)), at: .microseconds(Int(seconds * 1e6)))
        }
        #expect(try #require(telemetry.verticalSpeed?.value) < -0.9)
    }

    @Test func `touching down is no fall`() throws {
        var telemetry = Telemetry()
        var decoder = TelemetryDecoder()
        for index in 0...60 {
            var navdata = Self.flying(altitude: index < 30 ? 727 : 0)
            if index >= 30 { navdata.status = [] }
            decoder.update(&telemetry, with: navdata, at: .milliseconds(65 * index))
            if let speed = telemetry.verticalSpeed?.value { #expect(abs(speed) < 0.001) }
        }
        #expect(telemetry.verticalSpeed != nil)
    }

    @Test func `a glitch of metres within one packet is no climb`() {
        var telemetry = Telemetry()
        var decoder = TelemetryDecoder()
        for index in 0...30 {
            let altitude: Int32 = index == 20 ? 6000 : 1500
            decoder.update(&telemetry, with: Self.flying(altitude: altitude), at: .milliseconds(65 * index))
            if index >= 20 { #expect((telemetry.verticalSpeed?.value ?? 0).magnitude < 0.001) }
        }
    }

    @Test func `the landing of a 2.4 reads landing for a client that joined in flight`() {
        var telemetry = Telemetry()
        var decoder = TelemetryDecoder()
        for (index, major) in ([4, 4, 9, 9] as [UInt32]).enumerated() {
            decoder.update(&telemetry, with: Self.flying(.sdk24, major: major), at: .milliseconds(65 * index))
        }
        #expect(telemetry.state?.value == .landing)
        #expect(decoder.controlStates.basis == .assumed)
        #expect(decoder.generation == .ardrone2)
    }

    @Test func `a 1.0 numbers as the header does`() {
        var telemetry = Telemetry()
        var decoder = TelemetryDecoder()
        decoder.update(&telemetry, with: Self.flying(.sdk18, major: 8), at: .zero)
        #expect(telemetry.state?.value == .landing)
        #expect(decoder.generation == .ardrone1)
        #expect(decoder.evidence == .layout(.sdk18))
    }

    @Test func `a firmware known by other means decides`() {
        var telemetry = Telemetry()
        var decoder = TelemetryDecoder(firmware: FirmwareVersion(2, 3, 3))
        decoder.update(&telemetry, with: Self.flying(.sdk24, major: 8), at: .zero)
        #expect(telemetry.state?.value == .landing)
        decoder.firmware = FirmwareVersion(2, 4, 8)
        decoder.update(&telemetry, with: Self.flying(.sdk24, major: 8), at: .zero)
        #expect(telemetry.state?.value == .braking)
    }

    @Test func `options of a 2.4 are remembered when later packets leave them out`() {
        var telemetry = Telemetry()
        var decoder = TelemetryDecoder()
        decoder.update(&telemetry, with: Navdata(layout: .sdk24, options: .everything), at: .zero)
        decoder.update(&telemetry, with: Self.flying(.sdk24), at: .milliseconds(65))
        #expect(decoder.evidence == .layout(.sdk24))
    }
}
