import DroneModel
import DroneSimulation
import FlightRehearsal
import Foundation

/// How long `stork report` takes for a flight of twelve minutes at 200 Hz, and how large its page is.
enum ReportBenchmark {
    private static let longest: Duration = .seconds(3)
    private static let largestPage = 3 << 20
    private static let minutes = 12

    static let benchmark = Benchmark(
        name: "report.flight", title: "stork report of a 12-minute flight at 200 Hz", goal: "≤ 3 s, ≤ 3 MiB"
    ) { _ in
        let program = try ChildProgram.path(of: "stork")
        let folder = FileManager.default.temporaryDirectory.appending(path: "stork-report-\(getpid())")
        defer { try? FileManager.default.removeItem(at: folder) }
        try fly(recordingTo: folder.path)
        let page = folder.appending(path: "report.html").path
        var times: [Int64] = []
        var memory = 0
        for _ in 0..<3 {
            let ending = try ChildProgram(program, ["report", folder.path, "--output", page]).wait()
            guard ending.status == 0 else {
                throw NotMeasurable(
                    description: "stork report ended with \(ending.status.map { "\($0)" } ?? "a signal")")
            }
            times.append(Int64(ending.time / .nanoseconds(1)))
            memory = max(memory, ending.peakMemory)
        }
        let samples = Samples(times)
        func size(_ path: String) throws -> Int {
            try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
        }
        let pageSize = try size(page)
        let captureSize = try size(folder.appending(path: "flight.pcap").path)
        return Outcome(
            samples: samples, isReached: samples.median <= longest && pageSize <= largestPage,
            note: "page \(pageSize >> 10) KiB of \(captureSize >> 20) MiB recorded, peak \(memory >> 20) MiB")
    }

    /// Twelve minutes of hovering and moving about, with a landing in between and a load that changes the hover.
    static func fly(recordingTo path: String) throws {
        var settings = DroneSettings(seed: 7)
        settings.aircraft = AircraftParameters(generation: .ardrone2, battery: .highDensity)
        settings.faults = FaultPlan([Fault(.blackout, at: .seconds(300), for: .milliseconds(700))])
        var flight = try RehearsedFlight(settings, recordingTo: path)
        try flight.takeOff()
        var round = 0
        while flight.now < .seconds(60 * minutes - 20) {
            let side = round.isMultiple(of: 2) ? 1.0 : -1
            try flight.move(Setpoint(pitch: -0.4 * side), for: .seconds(2))
            try flight.wait(.seconds(4))
            try flight.move(Setpoint(roll: 0.4 * side), for: .seconds(1))
            try flight.wait(.seconds(4))
            try flight.move(Setpoint(climb: 0.4 * side, yaw: 0.5), for: .seconds(1))
            try flight.wait(.seconds(6))
            round += 1
            if round == 20 {
                try flight.land()
                flight.perform(.takeOff)
                try flight.wait(.seconds(8))
            }
        }
        try flight.land()
        try flight.finish()
    }
}
