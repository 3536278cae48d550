import DroneLink
import DroneModel
import DroneProtocol
import Testing

/// The real video link on real sockets. Each test waits for what it needs and no longer; a hang is ended by the time
/// limit.
@Suite(.timeLimit(.minutes(2))) struct VideoLinkTests {
    private func withLink(
        port: Int, generation: DroneGeneration = .ardrone2, _ body: (VideoLink, VideoWitness) async throws -> Void
    ) async throws {
        let witness = VideoWitness()
        var ports = DronePorts.standard
        ports.video = port
        let link = try await VideoLink.open(
            to: DroneEndpoint(host: "127.0.0.1", ports: ports),
            generation: {
                witness.count(); return generation
            }
        ) { witness.take($0) }
        do {
            try await body(link, witness)
        } catch {
            await link.close()
            throw error
        }
        await link.close()
    }

    private func withServer(
        _ plays: [VideoServer.Play], _ body: (VideoServer, VideoLink, VideoWitness) async throws -> Void
    ) async throws {
        let server = try await VideoServer(plays)
        do {
            try await withLink(port: server.port) { try await body(server, $0, $1) }
        } catch {
            await server.stop()
            throw error
        }
        await server.stop()
    }

    private func stream(_ numbers: ClosedRange<UInt32>, payload: Int = 1000) -> [UInt8] {
        var writer = PaVEStreamWriter(
            format: VideoFormat(codec: .h264, width: 640, height: 360), firstFrameNumber: numbers.lowerBound)
        return numbers.flatMap { _ in
            writer.frame([UInt8](repeating: 7, count: payload), kind: .refresh, timestamp: 0)
        }
    }

    @Test(.enabled(if: RecordedVideo.isThere, "\(RecordedVideo.reason)"))
    func `a recorded flight sent at full speed arrives whole`() async throws {
        try await withServer([.send(RecordedVideo.bytes)]) { _, link, witness in
            try await witness.wait { $0.frames.count >= 517 }
            #expect(witness.seen.frames.count == 517)
            #expect(witness.seen.frameBytes == 2_152_959)
            #expect(witness.seen.damages == 0)
            #expect(link.health.frames == 517)
            #expect(link.health.bytes == RecordedVideo.bytes.count)
        }
    }

    @Test func `a connection that ends within a frame is made anew, and nothing of the old one is used`() async throws {
        let first = Array(stream(1...3).dropLast(500))
        try await withServer([.sendAndClose(first), .send(stream(10...12))]) { server, link, witness in
            try await witness.wait { $0.frames.last == 12 }
            #expect(witness.seen.frames == [1, 2, 10, 11, 12])
            #expect(witness.seen.connections == 2)
            #expect(witness.seen.damages == 0)
            #expect(server.connections == 2)
            #expect(link.health.reconnects == 1)
        }
    }

    @Test func `a silent connection is given up after a second and made anew`() async throws {
        try await withServer([.send(stream(1...2)), .send(stream(20...21))]) { server, link, witness in
            try await witness.wait { $0.frames.last == 21 }
            #expect(witness.seen.frames == [1, 2, 20, 21])
            #expect(link.health.reconnects == 1)
            #expect(server.connections == 2)
        }
    }

    @Test func `a closed port is said and asked again`() async throws {
        // A port that was free a moment ago.
        let placeholder = try await VideoServer([])
        let port = placeholder.port
        await placeholder.stop()
        try await withLink(port: port) { link, witness in
            // The link looks at the clock ten times a second, and tries again after one.
            try await witness.wait { $0.looks >= 15 }
            #expect(link.health.phase == .refused || link.health.phase == .connecting)
            #expect(link.health.reconnects >= 1)
            #expect(link.health.frames == 0)
            #expect(link.health.lastProblem?.contains("refuses") == true)
        }
    }

    @Test func `garbage in front costs nothing but itself`() async throws {
        let garbage = [UInt8](repeating: 0x50, count: 100_000)
        try await withServer([.send(garbage + stream(1...3))]) { _, link, witness in
            try await witness.wait { $0.frames.last == 3 }
            #expect(witness.seen.damages >= 1)
            #expect(link.health.damages == witness.seen.damages)
        }
    }

    @Test func `garbage without end does not fill the memory and does not stop the link`() async throws {
        let garbage = [UInt8](repeating: 0xA5, count: 8 << 20)
        try await withServer([.sendAndClose(garbage), .send(stream(1...1))]) { _, _, witness in
            try await witness.wait { $0.frames.last == 1 }
            #expect(witness.seen.connections == 2)
        }
    }

    @Test func `a 1.0 is woken by datagrams and answers with pictures, however large`() async throws {
        // Larger than any packet of Ethernet: it comes in fragments.
        let picture = [UInt8]((0..<9000).map { UInt8(truncatingIfNeeded: $0) })
        let server = try await DatagramVideoServer(answer: picture)
        try await withLink(port: server.port, generation: .ardrone1) { link, witness in
            try await witness.wait { $0.datagrams.count >= 2 }
            #expect(witness.seen.datagrams.allSatisfy { $0 == picture })
            #expect(link.health.phase == .streaming)
        }
        await server.stop()
    }

    @Test func `a closed link says nothing more and may be closed again`() async throws {
        let server = try await VideoServer([.send(stream(1...2))])
        let witness = VideoWitness()
        var ports = DronePorts.standard
        ports.video = server.port
        let link = try await VideoLink.open(
            to: DroneEndpoint(host: "127.0.0.1", ports: ports), generation: { .ardrone2 }
        ) { witness.take($0) }
        try await witness.wait { $0.frames.count == 2 }
        await link.close()
        await link.close()
        #expect(witness.seen.frames == [1, 2])
        await server.stop()
    }
}
