import DroneModel
import Testing

@testable import DroneProtocol

@Suite struct FlightAnimationTests {
    @Test(arguments: FlightAnimation.allCases)
    func `a name finds its animation`(animation: FlightAnimation) {
        #expect(FlightAnimation(name: animation.name.uppercased()) == animation)
        #expect(
            animation.name.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D })
    }

    @Test(arguments: [
        (FlightAnimation.phiMinus30, "0,1000"), (.turnaround, "6,5000"), (.yawShake, "8,2000"), (.wave, "13,5000"),
        (.flipAhead, "16,15"), (.flipRight, "19,15"),
    ])
    func `the default value is the SDK's`(animation: FlightAnimation, text: String) throws {
        #expect(animation.configurationText() == text)
        _ = try ConfigurationCatalogue.validate(text, for: .flightAnimation, generation: .ardrone2)
    }

    @Test func `durations are bounded`() {
        #expect(FlightAnimation.wave.configurationText(for: .milliseconds(1234)) == "13,1234")
        #expect(FlightAnimation.wave.configurationText(for: .seconds(-1)) == "13,0")
        #expect(FlightAnimation.wave.configurationText(for: .seconds(Int64.max)) == "13,60000")
    }

    @Test func `the first firmware counts seconds`() {
        let old = FirmwareVersion(1, 5, 1)
        let defaults = FlightAnimation.allCases.filter { $0.isAvailable(on: old) }.map { $0.commandDuration(on: old) }
        #expect(defaults == [1, 1, 1, 1, 1, 1, 5, 5, 1])
        #expect(FlightAnimation.wave.commandDuration(on: FirmwareVersion(1, 7, 4)) == 5000)
    }

    @Test(arguments: [
        (FirmwareVersion(1, 5, 1), 9), (FirmwareVersion(1, 7, 4), 16), (FirmwareVersion(2, 0, 0), 20),
    ])
    func `each firmware knows more`(firmware: FirmwareVersion, count: Int) {
        #expect(FlightAnimation.allCases.filter { $0.isAvailable(on: firmware) }.count == count)
        #expect(FlightAnimation.allCases.filter(\.isFlip).count == 4)
    }
}

@Suite struct LEDAnimationTests {
    @Test(arguments: LEDAnimation.allCases)
    func `a name finds its animation, and it shows something`(animation: LEDAnimation) {
        #expect(LEDAnimation(name: animation.name) == animation)
        #expect(!animation.frames.isEmpty)
        #expect(!animation.repeats || animation.frames.allSatisfy { $0.duration > .zero })
    }

    @Test func `the value holds the bits of the frequency`() throws {
        let text = LEDAnimation.blinkGreenRed.configurationText(frequency: 2, seconds: 5)
        #expect(text == "0,1073741824,5")
        _ = try ConfigurationCatalogue.validate(text, for: .ledAnimation, generation: .ardrone2)
        #expect(LEDAnimation.fire.configurationText(frequency: -0.5, seconds: 1) == "5,-1090519040,1")
    }

    @Test func `as usual the front is green and the rear red`() {
        let lamps = LEDAnimation.standard.frames.map(\.lamps)
        #expect(lamps == [LEDAnimation.Lamps(pattern: 0xA5)])
        #expect(lamps.first?.frontLeft == .green && lamps.first?.frontRight == .green)
        #expect(lamps.first?.rearRight == .red && lamps.first?.rearLeft == .red)
    }

    @Test(arguments: [
        (LEDAnimation.frontLeftGreenOthersRed, [2, 1, 1, 1]), (.frontRightGreenOthersRed, [1, 2, 1, 1]),
        (.rearRightGreenOthersRed, [1, 1, 2, 1]), (.rearLeftGreenOthersRed, [1, 1, 1, 2]),
        (.leftGreenRightRed, [2, 1, 1, 2]), (.leftRedRightGreen, [1, 2, 2, 1]), (.blank, [0, 0, 0, 0]),
        (.blinkOrange, [3, 3, 3, 3]),
    ])
    func `names tell which lamp is which`(animation: LEDAnimation, colours: [Int]) {
        let lamps = animation.frames.first?.lamps
        let shown = lamps.map { [$0.frontLeft, $0.frontRight, $0.rearRight, $0.rearLeft].map(\.rawValue) }
        #expect(shown == colours)
    }

    @Test func `the first firmware knows fourteen`() {
        #expect(LEDAnimation.allCases.filter { $0.isAvailable(on: FirmwareVersion(1, 5, 1)) }.count == 14)
        #expect(LEDAnimation.allCases.filter { $0.isAvailable(on: FirmwareVersion(2, 4, 8)) }.count == 21)
    }
}
