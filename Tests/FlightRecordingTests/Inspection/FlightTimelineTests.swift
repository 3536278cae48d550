import DroneModel
import DroneProtocol
import Testing
import WireBytes

@testable import FlightRecording

@Suite struct FlightTimelineTests {
    /// Takes off, hovers and lands as a 2.4.x does, a packet every 0.1 s.
    static func flight() -> InspectionStage {
        var stage = InspectionStage()
        stage.ref(flight: false, at: 0)
        stage.navdata(major: 2, at: 0.1)
        stage.ref(flight: true, at: 0.15)
        stage.navdata(major: 7, isFlying: true, at: 0.2)
        stage.ref(flight: true, at: 0.25)
        stage.navdata(major: 4, isFlying: true, altitude: 800, at: 0.3)
        stage.ref(flight: false, at: 0.35)
        stage.navdata(major: 9, isFlying: true, altitude: 500, at: 0.4)
        stage.ref(flight: false, at: 0.45)
        stage.navdata(major: 2, altitude: -20, at: 0.5)
        return stage
    }

    @Test func `a landing of a 2·4·x drone reads landing`() {
        #expect(
            Self.flight().inspection().timelineText == [
                "0.1 landed", "0.2 taking off", "0.3 hovering", "0.4 landing", "0.5 landed",
            ])
    }

    @Test func `states seen before the evidence get the names that it gives them`() {
        var stage = InspectionStage()
        stage.navdata(major: 8, isFlying: true, at: 0.1)
        // Joined in mid-flight, nothing known: taken as a 2.4.x.
        #expect(stage.inspection().timelineText == ["0.1 braking"])
        #expect(stage.inspection().drone.numberingBasis == .assumed)
        stage.navdata(major: 2, at: 0.2) { $0.pwm = PWMOption(layout: .sdk20) }
        #expect(stage.inspection().timelineText == ["0.1 landing", "0.2 landed"])
        #expect(stage.inspection().drone.numbering == .header)
    }

    @Test func `the firmware in a configuration dump decides over everything`() {
        var stage = Self.flight()
        stage.tcp([], from: 5559, sequence: 99, flags: .synchronize, at: 0.6)
        stage.tcp(Array("general:num_version_soft = 2.2.9\n\0".utf8), from: 5559, sequence: 100, at: 0.7)
        let inspection = stage.inspection()
        #expect(inspection.drone.firmware == FirmwareVersion(2, 2, 9))
        #expect(inspection.drone.numberingBasis == .firmware)
        #expect(inspection.timelineText[3] == "0.4 looping")
    }

    @Test func `a flight has its commands, its delays and how sure they are`() throws {
        let inspection = Self.flight().inspection()
        #expect(inspection.takeOffs == 1)
        let flight = try #require(inspection.flights.first)
        #expect(flight.takeOffCommand == .milliseconds(150))
        #expect(flight.airborne == .milliseconds(200))
        #expect(flight.commandToFlight == ObservedDelay(duration: .milliseconds(50), uncertainty: .milliseconds(50)))
        #expect(flight.flightToHover == ObservedDelay(duration: .milliseconds(100), uncertainty: .milliseconds(100)))
        #expect(flight.landCommand == .milliseconds(350))
        #expect(flight.commandToGround == ObservedDelay(duration: .milliseconds(150), uncertainty: .milliseconds(100)))
        #expect(flight.landed == .milliseconds(500))
    }

    @Test func `a flight that was under way when the file began has no take-off`() {
        var stage = InspectionStage()
        stage.ref(flight: true, number: 500, at: 0)
        stage.navdata(major: 4, isFlying: true, at: 0.1)
        let inspection = stage.inspection()
        #expect(inspection.takeOffs == 0)
        #expect(inspection.flights.count == 1)
        #expect(inspection.flights.first?.takeOffCommand == nil)
        #expect(inspection.flights.first?.flightToHover == nil)
        #expect(inspection.flights.first?.landed == nil)
    }

    @Test func `an old command that comes again is no new wish`() {
        var stage = InspectionStage()
        stage.navdata(at: 0)
        stage.ref(flight: false, number: 10, at: 0.01)
        stage.ref(flight: true, number: 11, at: 0.02)
        stage.ref(flight: false, number: 10, at: 0.03)
        stage.ref(flight: true, number: 12, at: 0.04)
        stage.navdata(major: 7, isFlying: true, at: 0.1)
        #expect(stage.inspection().flights.first?.takeOffCommand == .milliseconds(20))
    }

    @Test func `charge and height keep their extremes, and when the drone called it low`() {
        var stage = InspectionStage()
        stage.navdata(battery: 96, altitude: 10, at: 0)
        stage.navdata(battery: 100, altitude: -997, at: 1)
        stage.navdata(battery: 19, altitude: 14_966, status: .batteryLow, at: 2)
        stage.navdata(battery: 4, altitude: 0, status: .batteryLow, at: 3)
        stage.navdata(battery: 300, at: 4)
        let inspection = stage.inspection()
        let expected = BatterySummary(
            first: 96, last: 4, lowest: 4, highest: 100, lowSince: .seconds(2), lowAt: 19)
        #expect(inspection.battery == expected)
        #expect(inspection.altitude == AltitudeSummary(lowest: -997, highest: 14_966))
    }

    @Test func `the set-points of hovering are averaged, of each flight and of all`() {
        var stage = InspectionStage()
        func motors(_ value: UInt8) -> (inout Navdata) -> Void {
            return { packet in
                var pwm = PWMOption()
                for index in 0..<4 { pwm.motors[index] = value }
                packet.pwm = pwm
            }
        }
        stage.navdata(at: 0, also: motors(0))
        stage.navdata(major: 4, isFlying: true, at: 0.1, also: motors(170))
        stage.navdata(major: 3, isFlying: true, at: 0.2, also: motors(250))
        stage.navdata(major: 2, at: 0.3, also: motors(0))
        stage.navdata(major: 4, isFlying: true, at: 0.4, also: motors(180))
        // Without the option there is nothing to count.
        stage.navdata(major: 4, isFlying: true, at: 0.5)
        let inspection = stage.inspection()
        #expect(inspection.hoverPWM?.packets == 2)
        #expect(inspection.hoverPWM?.mean == 175)
        #expect(inspection.flights.map { $0.hoverPWM?.mean } == [170, 180])
    }

    @Test func `status alone tells flights, but no charge, height or state`() {
        var stage = InspectionStage()
        stage.navdata(major: nil, at: 0)
        stage.navdata(major: nil, isFlying: true, at: 0.1)
        stage.navdata(major: nil, at: 0.2)
        let inspection = stage.inspection()
        #expect(inspection.takeOffs == 1)
        #expect(inspection.states.isEmpty)
        #expect(inspection.battery == nil)
        #expect(inspection.altitude == nil)
        #expect(inspection.drone == DroneFindings())
    }

    @Test func `more changes than anybody can read are counted and not kept`() {
        var stage = InspectionStage()
        let changes = FlightTimeline.capacity + 5
        for step in 0..<changes { stage.navdata(major: step % 2 == 0 ? 3 : 4, at: Double(step) / 100) }
        let inspection = stage.inspection()
        #expect(inspection.states.count == FlightTimeline.capacity)
        #expect(inspection.omittedStates == 5)
    }
}
