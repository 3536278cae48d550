import DroneModel
import FlightRecording
import Testing

@Suite struct ReplayScheduleTests {
    private func playing(_ speed: Double = 1, at now: Duration = .seconds(10)) -> ReplaySchedule {
        var schedule = ReplaySchedule(speed: speed)
        schedule.play(at: now)
        return schedule
    }

    @Test(arguments: [0.1, 0.5, 1, 2, 50])
    func `a time of the recording is due when the position reaches it`(speed: Double) throws {
        let schedule = playing(speed)
        let due = try #require(schedule.due(.seconds(30)))
        #expect(abs((due - .seconds(10)) / .seconds(1) - 30 / speed) < 1e-6)
        let position = schedule.position(at: due)
        #expect(abs((position - .seconds(30)) / .nanoseconds(1)) < 100)
    }

    @Test func `a paused schedule stands still and nothing is due`() {
        var schedule = playing()
        schedule.pause(at: .seconds(12))
        #expect(schedule.position(at: .seconds(99)) == .seconds(2))
        #expect(schedule.due(.seconds(5)) == nil)
        schedule.play(at: .seconds(100))
        #expect(schedule.position(at: .seconds(101)) == .seconds(3))
        #expect(schedule.due(.seconds(5)) == .seconds(103))
    }

    @Test func `another speed does not move the position`() {
        var schedule = playing()
        schedule.setSpeed(10, at: .seconds(13))
        #expect(schedule.position(at: .seconds(13)) == .seconds(3))
        #expect(schedule.position(at: .seconds(14)) == .seconds(13))
        schedule.seek(to: .seconds(1), at: .seconds(15))
        #expect(schedule.position(at: .seconds(16)) == .seconds(11))
    }

    @Test func `speeds are held to their range, whatever is asked`() {
        for (asked, held) in [(0.0, 0.1), (-3, 0.1), (1e9, 50), (.nan, 1), (.infinity, 50), (0.25, 0.25)] {
            #expect(ReplaySchedule(speed: asked).speed == held)
        }
    }

    @Test func `keys go through the usual speeds and stop at both ends`() {
        var schedule = ReplaySchedule(speed: 1)
        var seen: [Double] = []
        for _ in 0..<10 {
            schedule.changeSpeed(.backward, at: .zero)
            seen.append(schedule.speed)
        }
        #expect(seen.prefix(3) == [0.5, 0.2, 0.1])
        #expect(schedule.speed == 0.1)
        for _ in 0..<20 { schedule.changeSpeed(.forward, at: .zero) }
        #expect(schedule.speed == 50)
        schedule.setSpeed(3, at: .zero)
        schedule.changeSpeed(.forward, at: .zero)
        #expect(schedule.speed == 5)
    }

    @Test func `a position before the beginning is the beginning, and host time does not run back`() {
        var schedule = playing()
        schedule.seek(to: .seconds(-5), at: .seconds(20))
        #expect(schedule.position(at: .seconds(20)) == .zero)
        #expect(schedule.position(at: .seconds(19)) == .zero)
    }
}
