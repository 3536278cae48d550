import CellCanvas
import Cockpit
import DroneLink
import DroneModel
import DroneProtocol
import Foundation

/// The time between two AT datagrams as a drone sees it, while navdata comes at 200 Hz and the cockpit is drawn.
enum ATGapBenchmark {
    private static let goal = "p99 ≤ 33 ms, max ≤ 45 ms"

    static let all = [
        Benchmark(
            name: "at.gap", title: "between two AT datagrams at the drone; cockpit program with video", goal: goal
        ) { settings in
            let run = try CockpitRun()
            run.run(for: .seconds(settings.seconds + 1))
            run.stop()
            let frames = run.server.sendings.count
            return try outcome(run.sink, "\(settings.seconds) s, \(frames / (settings.seconds + 1)) frames of video/s")
        },
        Benchmark(
            name: "at.gap.without-video", title: "the same for a link and a cockpit in memory", goal: goal
        ) { settings in
            let sink = try DroneSink()
            defer { sink.stop() }
            let link = try await DroneLink.open(
                to: DroneEndpoint(host: "127.0.0.1", ports: sink.ports),
                settings: DroneSession.Settings(navdata: .asIs, reality: .simulated))
            let frames = await draw(link, for: .seconds(settings.seconds))
            let valid = link.snapshot.link.counters.navdataValid
            await link.close()
            let rates = "\(valid / settings.seconds) packets/s, \(frames / settings.seconds) frames/s"
            return try outcome(sink, "\(settings.seconds) s, \(rates)")
        },
    ]

    /// The gaps that a drone saw.
    static func gaps(_ sink: DroneSink) throws -> Samples { Samples(try times(sink)) }

    /// The gaps after so many datagrams.
    static func gaps(_ sink: DroneSink, since count: Int) throws -> [Int64] {
        let arrivals = sink.arrivals.map(\.time).dropFirst(count)
        guard arrivals.count > 10 else { throw NotMeasurable(description: "only \(arrivals.count) AT datagrams came") }
        return zip(arrivals.dropFirst(), arrivals).map { $0 - $1 }
    }

    private static func times(_ sink: DroneSink) throws -> [Int64] {
        // The first second is for the sockets to open and the drone to be found.
        let arrivals = sink.arrivals.map(\.time)
        let settled = arrivals.drop { $0 < (arrivals.first ?? 0) + 1_000_000_000 }
        let gaps = zip(settled.dropFirst(), settled).map { $0 - $1 }
        guard gaps.count > 10 else { throw NotMeasurable(description: "only \(arrivals.count) AT datagrams came") }
        return gaps
    }

    private static func outcome(_ sink: DroneSink, _ note: String) throws -> Outcome {
        let gaps = try times(sink)
        let samples = Samples(gaps)
        return Outcome(
            samples: samples, isReached: samples.p99 <= .milliseconds(33) && samples.maximum <= .milliseconds(45),
            note: "\(note), \(gaps.count { $0 > 45_000_000 }) of \(gaps.count) above 45 ms")
    }

    /// Draws the cockpit 20 times a second on a thread of its own, what the terminal would be sent included.
    private static func draw(_ link: DroneLink, for span: Duration) async -> Int {
        await withCheckedContinuation { continuation in
            let thread = Thread {
                let cockpit = Cockpit()
                var canvas = Canvas(columns: 132, rows: 43)
                var shown: Canvas?
                var frames = 0
                let start = MonotonicClock.now
                let end = start + Int64(span / .nanoseconds(1))
                while MonotonicClock.now < end {
                    cockpit.draw(link.snapshot, at: LinkClock.now, into: &canvas)
                    Measurement.keep(canvas.changes(since: shown))
                    shown = canvas
                    frames += 1
                    let pause = start + Int64(frames) * 50_000_000 - MonotonicClock.now
                    if pause > 0 { usleep(UInt32(clamping: pause / 1000)) }
                }
                continuation.resume(returning: frames)
            }
            thread.start()
        }
    }
}
