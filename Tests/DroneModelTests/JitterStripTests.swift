import DroneModel
import Testing

@Suite struct JitterStripTests {
    private func strip(_ times: some Sequence<Int>) -> JitterStrip {
        var strip = JitterStrip()
        for time in times { strip.note(at: .milliseconds(time)) }
        return strip
    }

    @Test func `a strip that heard nothing has no gaps`() {
        #expect(JitterStrip().gaps(at: .seconds(5)) == Array(repeating: .zero, count: 64))
    }

    @Test func `a regular link has its period in every slot`() {
        let gaps = strip(stride(from: 0, through: 20_000, by: 5)).gaps(at: .milliseconds(20_001))
        #expect(gaps == Array(repeating: .milliseconds(5), count: 64))
    }

    @Test func `the longest gap of a slot stands for it`() {
        let gaps = strip([1000, 1005, 1010, 1050, 1055, 1260]).gaps(at: .milliseconds(1260))
        #expect(gaps[62] == .milliseconds(205))
        #expect(gaps[63] == .milliseconds(205))
        #expect(gaps[61] == .zero)
    }

    @Test func `a silence fills every slot it lies in`() {
        let gaps = strip([1000, 2000]).gaps(at: .milliseconds(2000))
        #expect(Array(gaps[59...]) == Array(repeating: .milliseconds(1000), count: 5))
        #expect(gaps[58] == .zero)
    }

    @Test func `a silence that lasts is a gap once a slot has gone by`() {
        let strip = strip([1000, 1005])
        #expect(strip.gaps(at: .milliseconds(1249))[63] == .milliseconds(5))
        #expect(strip.gaps(at: .milliseconds(1250))[63] == .milliseconds(245))
        #expect(strip.gaps(at: .milliseconds(3005))[63] == .milliseconds(2000))
    }

    @Test func `gaps leave the strip after sixteen seconds`() {
        var strip = strip([0, 100])
        strip.note(at: .milliseconds(101))
        for time in stride(from: 200, through: 16_000, by: 100) { strip.note(at: .milliseconds(time)) }
        #expect(strip.gaps(at: .milliseconds(15_999)).count == 64)
        let before = strip.gaps(at: .milliseconds(16_000))
        #expect(before.allSatisfy { $0 == .milliseconds(100) || $0 == .milliseconds(99) })
    }

    @Test func `a clock that jumps or runs backwards traps nothing`() {
        var strip = strip([5000, 4000, 5005])
        strip.note(at: .seconds(Int64.max))
        strip.note(at: .seconds(-4))
        #expect(strip.gaps(at: .seconds(Int64.max))[63] == .microseconds(6_553_500))
    }
}

@Suite struct MotorMarginTests {
    @Test func `headroom is what the busiest motor has left`() {
        let motors = MotorPWM(frontLeft: 168, frontRight: 201, rearRight: 171, rearLeft: 166)
        #expect(motors.headroom == 54)
        #expect(motors.spread == 35)
        #expect(MotorPWM(frontLeft: 255, frontRight: 0, rearRight: 0, rearLeft: 0).headroom == 0)
    }
}
