import Cockpit
import Testing

struct RedrawScheduleTests {
    @Test func `the horizon is drawn twenty times a second and text ten times`() {
        var schedule = RedrawSchedule()
        var horizon = 0
        var text = 0
        for millisecond in 0..<1000 {
            let parts = schedule.due(at: .milliseconds(millisecond))
            if parts.contains(.horizon) { horizon += 1 }
            if parts.contains(.text) { text += 1 }
        }
        #expect(horizon == 20)
        #expect(text == 10)
    }

    @Test func `nothing is due a tick before its frame`() {
        var schedule = RedrawSchedule()
        #expect(schedule.due(at: .milliseconds(1000)) == .all)
        #expect(schedule.nextFrame == .milliseconds(1050))
        #expect(schedule.due(at: .milliseconds(1050) - .nanoseconds(1)) == [])
        #expect(schedule.due(at: .milliseconds(1050)) == .horizon)
        #expect(schedule.due(at: .milliseconds(1100)) == .all)
    }

    @Test func `missed frames are dropped`() {
        var schedule = RedrawSchedule()
        _ = schedule.due(at: .zero)
        #expect(schedule.due(at: .milliseconds(777)) == .all)
        #expect(schedule.due(at: .milliseconds(778)) == [])
        #expect(schedule.nextFrame == .milliseconds(800))
    }

    @Test func `a key makes everything due at once`() {
        var schedule = RedrawSchedule()
        _ = schedule.due(at: .zero)
        schedule.invalidate()
        #expect(schedule.nextFrame == nil)
        #expect(schedule.due(at: .milliseconds(1)) == .all)
    }

    @Test func `an absurd time does not trap`() {
        var schedule = RedrawSchedule()
        #expect(schedule.due(at: .seconds(Int64.max)) == .all)
    }
}
