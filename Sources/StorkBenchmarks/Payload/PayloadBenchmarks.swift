import Foundation

/// How fast phones are acknowledged, each time when the disk has what they sent: the real program over loopback.
enum PayloadBenchmarks {
    static let all = [batched, singly, photo, memory, abuse]

    /// A fix as Overland's GeoJSON, its number in its time.
    private static func feature(_ number: Int) -> String {
        """
        {"type":"Feature","geometry":{"type":"Point","coordinates":[11.05,59.97]},"properties":{"timestamp":\
        \(1_700_000_000 + number),"speed":3.06,"horizontal_accuracy":6,"battery_level":0.71,"device_id":"side"}}
        """
    }

    private static func batch(_ numbers: Range<Int>) -> [UInt8] {
        Array("{\"locations\":[\(numbers.map(feature).joined(separator: ","))]}".utf8)
    }

    /// Posts and notes how long the answer took.
    private static func timed(
        _ client: PostingClient, _ target: String, _ mediaType: String, _ body: [UInt8], status: Int
    ) throws -> Int64 {
        let start = MonotonicClock.now
        let answered = try client.post(target, mediaType, body)
        guard answered == status else { throw NotMeasurable(description: "\(target) was answered with \(answered)") }
        return MonotonicClock.now - start
    }

    private static let batched = Benchmark(
        name: "payload.batched", title: "100 fixes in a request, acknowledged; 4 phones",
        goal: "≥ 5,000 fixes/s, one core"
    ) { _ in
        try rate(phones: 4, requests: 100, fixes: 100, goal: 5000) { client, number in
            try timed(
                client, "/overland", "application/json", batch(number * 100..<(number + 1) * 100), status: 200)
        }
    }

    private static let singly = Benchmark(
        name: "payload.singly", title: "a fix in a request, acknowledged; 16 phones", goal: "≥ 1,000 fixes/s, one core"
    ) { _ in
        // No more than a station takes from one address at once.
        try rate(phones: 16, requests: 390, fixes: 1, goal: 1000) { client, number in
            let target =
                "/osmand?id=side&timestamp=\(1_700_000_000 + number)&lat=59.97&lon=11.05&speed=5.94&accuracy=6&batt=71"
            return try timed(client, target, "text/plain", [], status: 200)
        }
    }

    private static func rate(
        phones: Int, requests: Int, fixes: Int, goal: Double,
        _ post: @escaping @Sendable (PostingClient, _ number: Int) throws -> Int64
    ) throws -> Outcome {
        let station = try StationRun()
        defer { station.stop() }
        let port = station.port
        let before = try station.figures().processorTime
        let start = MonotonicClock.now
        let samples = try StationRun.phones(phones) { phone in
            let client = try PostingClient(port: port, number: phone)
            return try (0..<requests).map { try post(client, phone * requests + $0) }
        }
        let time = Duration.nanoseconds(MonotonicClock.now - start)
        let processor = try station.figures().processorTime - before
        let count = Double(phones * requests * fixes)
        let (rate, core) = (count / (time / .seconds(1)), count / (processor / .seconds(1)))
        return Outcome(
            samples: samples, isReached: min(rate, core) >= goal,
            note: "\(Int(rate)) fixes/s, \(Int(core)) per second of processor time; the times are of requests")
    }

    /// A JPEG of `size` bytes, another for each number.
    private static func picture(_ size: Int, _ number: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: size)
        var word = UInt64(truncatingIfNeeded: number) &* 0x9E37_79B9_7F4A_7C15 | 1
        for index in bytes.indices {
            word ^= word << 13
            word ^= word >> 7
            word ^= word << 17
            bytes[index] = UInt8(truncatingIfNeeded: word) & 0x7F
        }
        bytes.replaceSubrange(0..<6, with: [0xFF, 0xD8, 0xFF, 0xE0, 0, 4])
        bytes.replaceSubrange(size - 2..<size, with: [0xFF, 0xD9])
        return bytes
    }

    private static let photo = Benchmark(
        name: "payload.photo", title: "a photo of 3 MB, acknowledged", goal: "≤ 150 ms"
    ) { _ in
        let station = try StationRun()
        defer { station.stop() }
        let client = try PostingClient(port: station.port, number: 0)
        let times = try (0..<40).map { number in
            let body = picture(3_000_000, number)
            return try timed(client, "/photo?time=\(1_700_000_000 + number)", "image/jpeg", body, status: 201)
        }
        let samples = Samples(times)
        return Outcome(samples: samples, isReached: samples.p99 <= .milliseconds(150), note: "40 photos, each synced")
    }

    private static let memory = Benchmark(
        name: "payload.memory", title: "200 phones connected, each with a fix a second and a photo of 1 MB",
        goal: "≤ 120 MB"
    ) { _ in
        let station = try StationRun()
        defer { station.stop() }
        let port = station.port
        // 50 phones on each of four threads; all stay connected.
        let samples = try StationRun.phones(4) { thread in
            let clients = try (0..<50).map { try PostingClient(port: port, number: thread * 50 + $0) }
            var times: [Int64] = []
            for round in 0..<10 {
                for (index, client) in clients.enumerated() {
                    let number = (thread * 50 + index) * 10 + round
                    if round == 5 {
                        times.append(
                            try timed(
                                client, "/photo?time=\(1_700_000_000 + number)", "image/jpeg",
                                picture(1_000_000, number), status: 201))
                    }
                    times.append(
                        try timed(client, "/overland", "application/json", batch(number..<number + 1), status: 200))
                }
            }
            return times
        }
        let figures = try station.figures()
        return Outcome(
            samples: samples, isReached: figures.peakMemory <= 120_000_000,
            note: "peak \(figures.peakMemory / 1_000_000) MB; the times are of requests")
    }

    private static let abuse = Benchmark(
        name: "payload.abuse", title: "between two AT datagrams of the cockpit while its payload port is abused",
        goal: "p99 ≤ 33 ms"
    ) { settings in
        let port = try StationRun.freePort()
        let folder = FileManager.default.temporaryDirectory.appending(path: "stork-abuse-\(getpid())").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let run = try CockpitRun([
            "--video", "half-blocks", "--payload", folder, "--payload-open", "--payload-listen", "127.0.0.1",
            "--payload-port", "\(port)",
        ])
        defer { run.stop() }
        run.server.sendKeyFrames()
        let before = run.sink.arrivals.count
        let end = MonotonicClock.now + Int64(settings.seconds) * 1_000_000_000
        let requests = try StationRun.phones(4) { kind in
            var count: Int64 = 0
            while MonotonicClock.now < end {
                try? Abuse.once(kind, port: port)
                count += 1
                usleep(1000)
            }
            return [count]
        }
        let gaps = Samples(try ATGapBenchmark.gaps(run.sink, since: before))
        return Outcome(
            samples: gaps, isReached: gaps.p99 <= .milliseconds(33),
            note: "\(settings.seconds) s; longest \(gaps.maximum); \(requests.mean / .nanoseconds(1)) of each abuse")
    }
}

/// What a station must stand.
private enum Abuse {
    static func once(_ kind: Int, port: Int) throws {
        switch kind {
        case 0:
            // 50 MB that are announced, and sent until the station says no.
            let client = try PostingClient(port: port, number: 10)
            try client.send(PostingClient.head("/photo", "image/jpeg", length: 50_000_000))
            for _ in 0..<50 { try client.send([UInt8](repeating: 0x55, count: 1_000_000)) }
            _ = try client.answer()
        case 1:
            // Connections that say nothing, and one that says a byte at a time.
            let clients = (0..<50).compactMap { try? PostingClient(port: port, number: 20 + $0 % 4) }
            for client in clients { try? client.send(Array("P".utf8)) }
            usleep(200_000)
        case 2:
            let client = try PostingClient(port: port, number: 30)
            _ = try client.post("/osmand?id=x&lat=999&lon=1&timestamp=1700000000", "text/plain", [])
            _ = try client.post("/photo", "image/jpeg", [])
            _ = try client.post("/../../etc/passwd", "image/jpeg", [0xFF, 0xD8, 0xFF, 0xD9])
        default:
            let client = try PostingClient(port: port, number: 40)
            try client.send((0..<4096).map { UInt8(truncatingIfNeeded: $0 &* 31) })
            _ = try client.answer()
        }
    }
}
