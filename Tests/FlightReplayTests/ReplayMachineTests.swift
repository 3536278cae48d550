import DroneModel
import FlightRecording
import Testing

@testable import FlightReplay

@Suite struct ReplayMachineTests {
    /// A machine with what it told, moved by hand.
    private final class Stage {
        private final class Log { var updates: [ReplayUpdate] = [] }

        private let log: Log
        let machine: ReplayMachine
        var now: Duration = .seconds(1000)

        init(_ name: String = "sim-hover", speed: Double = 1, loops: Bool = false, indexed: Bool = true) throws {
            let log = Log()
            self.log = log
            machine = try ReplayMachine(ShippedRecording.source(name), speed: speed, loops: loops) {
                log.updates.append($0)
            }
            if indexed { machine.index = try ShippedRecording.index(name) }
        }

        var told: [ReplayUpdate] {
            get { log.updates }
            set { log.updates = newValue }
        }

        func order(_ intent: ReplayIntent) { machine.handle(intent, at: now) }

        /// Lets host time pass as the player does it.
        func pass(_ duration: Duration) {
            let end = now + duration
            while let wake = machine.nextWake(after: now), wake <= end {
                now = max(now, wake)
                machine.advance(to: now)
            }
            now = end
            machine.advance(to: now)
        }

        var progress: ReplayProgress { machine.progress(at: now) }

        var navdata: [(time: Duration, due: Duration, at: Duration)] {
            told.compactMap { update in
                guard case .item(let item, let due, let at) = update, case .navdata = item.content else { return nil }
                return (item.time, due, at)
            }
        }
    }

    /// What is shown at `time` when everything before it is played.
    private func shown(_ time: Duration) throws -> DroneSnapshot {
        let cursor = try FlightCursor(ShippedRecording.source())
        while let next = cursor.nextTime(), next <= time { _ = cursor.next() }
        _ = cursor.advance(to: time)
        return cursor.snapshot
    }

    @Test(arguments: [0.1, 1, 10, 50])
    func `every packet comes in its order and at its time`(speed: Double) throws {
        let stage = try Stage(speed: speed)
        stage.order(.play)
        let begin = stage.now
        stage.pass(.seconds(25 / speed))
        let all = try ShippedRecording.navdata()
        #expect(stage.navdata.count == all.count)
        for packet in stage.navdata {
            #expect(packet.at >= packet.due - .nanoseconds(100))
            #expect(packet.at - packet.due < .milliseconds(1))
            #expect(abs((packet.due - begin) / .seconds(1) - packet.time / .seconds(1) / speed) < 1e-5)
        }
    }

    @Test func `it stands still at the end, and play begins anew`() throws {
        let stage = try Stage()
        stage.order(.play)
        stage.pass(.seconds(60))
        #expect(stage.progress.isPaused)
        #expect(stage.progress.position == stage.progress.duration)
        #expect(stage.told.contains { if case .ended = $0 { true } else { false } })
        let count = stage.navdata.count
        stage.order(.play)
        #expect(stage.progress.position == .zero)
        stage.pass(.seconds(60))
        #expect(stage.navdata.count == 2 * count)
    }

    @Test func `a loop goes on at the beginning and never ends`() throws {
        let stage = try Stage(loops: true)
        stage.order(.play)
        stage.pass(.seconds(100))
        #expect(!stage.progress.isPaused)
        #expect(!stage.told.contains { if case .ended = $0 { true } else { false } })
        #expect(stage.navdata.count > 4 * (try ShippedRecording.navdata().count))
    }

    @Test(arguments: [0.0, 3.3, 9.99, 15, 21.9, 4, 500])
    func `a seek shows what playing up to there shows`(seconds: Double) throws {
        let stage = try Stage()
        stage.order(.seek(.seconds(17)))
        stage.order(.seek(.seconds(seconds)))
        let position = stage.progress.position
        #expect(position == min(.seconds(seconds), stage.progress.duration ?? .zero))
        #expect(try stage.machine.snapshot == shown(position))
        #expect(stage.navdata.isEmpty)
        #expect(stage.progress.isPaused)
    }

    @Test func `single steps go from packet to packet, both ways`() throws {
        let stage = try Stage()
        stage.order(.seek(.seconds(10)))
        stage.order(.step(.navdata, .forward))
        stage.order(.step(.navdata, .forward))
        stage.order(.step(.navdata, .forward))
        let times = stage.navdata.map(\.time)
        #expect(times.count == 3)
        #expect(stage.progress.position == times[2])
        stage.order(.step(.navdata, .backward))
        #expect(stage.progress.position == times[1])
        stage.order(.step(.navdata, .backward))
        #expect(stage.progress.position == times[0])
        #expect(stage.progress.isPaused)
    }

    @Test func `steps at both ends stay there`() throws {
        let stage = try Stage()
        stage.order(.step(.navdata, .backward))
        #expect(stage.progress.position == .zero)
        stage.order(.seek(.seconds(500)))
        stage.order(.step(.navdata, .forward))
        #expect(stage.progress.position == stage.progress.duration)
        stage.order(.step(.frame, .backward))
        #expect(stage.progress.note == "nothing before this")
    }

    @Test func `events are gone to in both directions`() throws {
        let stage = try Stage()
        let index = try ShippedRecording.index()
        let times = index.events.map(\.time)
        #expect(Set(times).count > 4)
        stage.order(.event(.forward))
        let first = try #require(times.first { $0 > .zero })
        #expect(stage.progress.position == first)
        stage.order(.event(.forward))
        #expect(stage.progress.position == times.first { $0 > first })
        stage.order(.event(.backward))
        #expect(stage.progress.position == first)
        stage.order(.seek(.seconds(500)))
        stage.order(.event(.forward))
        #expect(stage.progress.note == "no event behind this")
        #expect(stage.progress.ticks.count == times.count)
    }

    @Test func `a place beyond the index is waited for`() throws {
        let stage = try Stage(indexed: false)
        stage.order(.play)
        stage.order(.seek(.seconds(15)))
        #expect(stage.progress.note == "reading up to there")
        #expect(stage.progress.position == .seconds(15))
        #expect(stage.machine.nextWake(after: stage.now) == nil)
        stage.machine.index = try ShippedRecording.index()
        stage.machine.indexHasGrown(at: stage.now)
        #expect(stage.progress.note == nil)
        #expect(try stage.machine.snapshot == shown(.seconds(15)))
        #expect(!stage.progress.isPaused)
    }

    @Test func `a host that slept gives the time up and goes on`() throws {
        let stage = try Stage(speed: 50)
        stage.order(.play)
        stage.pass(.milliseconds(20))
        stage.now += .seconds(3600)
        stage.pass(.seconds(1))
        #expect(stage.progress.position == stage.progress.duration)
    }

    @Test func `a replay of a simulated flight says so`() throws {
        #expect(try Stage().progress.source == .simulated)
        #expect(try Stage(indexed: false).progress.source == .simulated)
        #expect(try Stage().machine.snapshot.identity.reality == .replay)
    }
}
