import DroneModel
import DroneSimulation
import FlightRehearsal
import Foundation

/// How long `stork report` takes for a flight of twelve minutes at 200 Hz, how large its page is, and how long a browser
/// takes to show it.
enum ReportBenchmark {
    private static let longest: Duration = .seconds(3)
    private static let largestPage = 3 << 20
    private static let longestOpening = 1.0
    private static let minutes = 12

    static let benchmark = Benchmark(
        name: "report.flight", title: "stork report of a 12-minute flight at 200 Hz",
        goal: "≤ 3 s, ≤ 3 MiB, opens ≤ 1 s"
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
        let opening = try opening(of: page, in: folder)
        return Outcome(
            samples: samples,
            isReached: opening.map { opening in
                samples.median <= longest && pageSize <= largestPage && opening <= longestOpening
            },
            note: "page \(pageSize >> 10) KiB of \(captureSize >> 20) MiB recorded, peak \(memory >> 20) MiB, opens in "
                + (opening.map { "\(ResultTable.text($0, decimals: 2)) s" } ?? "n/a: no chromium"))
    }

    /// From the browser's request for the page until all of it is laid out and its script has run, seconds; nil without
    /// a browser.
    private static func opening(of page: String, in folder: URL) throws -> Double? {
        let places = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        guard let browser = places.map({ "\($0)/chromium" }).first(where: FileManager.default.isExecutableFile)
        else { return nil }
        // The page lets no script run but its own: the copy that is measured has no such rule.
        var html = try String(contentsOfFile: page, encoding: .utf8)
        if let policy = html.range(of: "<meta http-equiv="), let end = html[policy.upperBound...].firstIndex(of: ">") {
            html.removeSubrange(policy.lowerBound...end)
        }
        html = html.replacingOccurrences(
            of: "</body>",
            with: """
                <script>addEventListener("load", function () {
                document.body.dataset.opened = document.body.offsetHeight && performance.now(); });
                </script></body>
                """)
        let copy = folder.appending(path: "measured.html")
        try Data(html.utf8).write(to: copy)
        let dump = folder.appending(path: "dump.html")
        let ending = try ChildProgram(
            browser,
            [
                "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--window-size=1280,900",
                "--user-data-dir=\(folder.appending(path: "profile").path)", "--dump-dom",
                copy.absoluteString,
            ], output: dump.path
        ).wait()
        guard ending.status == 0 else { return nil }
        let document = try String(contentsOf: dump, encoding: .utf8)
        guard let start = document.range(of: "data-opened=\"") else { return nil }
        return Double(document[start.upperBound...].prefix { $0 != "\"" }).map { $0 / 1000 }
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
