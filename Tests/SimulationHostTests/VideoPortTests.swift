import DroneProtocol
import DroneSimulation
import SimulatedCamera
import SimulationHost
import Testing
import Video

@Suite(.serialized, .timeLimit(.minutes(3)), .enabled(if: VideoEncoder.isAvailable(.h264), "no H.264 encoder"))
struct VideoPortTests {
    private func host(
        _ aircraft: AircraftParameters = .ardrone2, video: HostVideo = .on, _ faults: Fault...
    ) async throws -> SimulationHost {
        var drone = DroneSettings(aircraft: aircraft, seed: 7)
        drone.faults = FaultPlan(faults)
        return try await SimulationHost.start(HostSettings(drone: drone, ports: .ephemeral, video: video))
    }

    /// Reads a connection until `count` frames have come.
    private func frames(_ count: Int, from client: LoopbackSocket, _ parser: inout PaVEStreamParser) -> [PaVEFrame] {
        var frames: [PaVEFrame] = []
        // The park is built for the first picture, which takes long in an unoptimised build.
        var patience = 6
        while frames.count < count, patience > 0 {
            let bytes = client.receive()
            if bytes.isEmpty { patience -= 1 }
            for case .frame(let frame) in parser.parse(bytes.span.bytes) { frames.append(frame) }
        }
        return frames
    }

    @Test func `a client of port 5555 gets pictures with consecutive stamps`() async throws {
        let host = try await host()
        let client = LoopbackSocket(.stream)
        #expect(client.connect(to: host.ports.video))
        var parser = PaVEStreamParser()
        let frames = frames(20, from: client, &parser)
        #expect(parser.skippedBytes == 0)
        #expect(frames.first?.beginsStream == true)
        let decoder = VideoDecoder()
        let stamps = try frames.compactMap { try decoder.decode($0) }.map { FrameStamp.read($0.pixels)?.frameNumber }
        #expect(stamps.count >= 20)
        #expect(stamps == stamps.indices.map { UInt32($0) })
        #expect(await host.videoProblem() == nil)
        await host.stop()
    }

    @Test func `a second client waits until the first has left`() async throws {
        let host = try await host()
        var first: LoopbackSocket? = LoopbackSocket(.stream)
        #expect(first?.connect(to: host.ports.video) == true)
        while await host.openConnections() < 1 { await Task.yield() }
        let second = LoopbackSocket(.stream)
        #expect(second.connect(to: host.ports.video))
        while await host.openConnections() < 2 { await Task.yield() }
        var parser = PaVEStreamParser()
        let served = try #require(first.map { frames(3, from: $0, &parser) })
        #expect(served.count >= 3)
        first = nil
        var fresh = PaVEStreamParser()
        let later = frames(2, from: second, &fresh)
        #expect(later.first?.beginsStream == true)
        #expect(later.first?.header.format.streamID != served.first?.header.format.streamID)
        await host.stop()
    }

    @Test func `a client that does not read loses whole pictures, and the drone lives on`() async throws {
        let host = try await host()
        let client = LoopbackSocket(.stream)
        #expect(client.connect(to: host.ports.video))
        let navdata = LoopbackSocket(.datagrams)
        navdata.send([1], to: host.ports.navdata)
        for _ in 0..<30 { #expect(!navdata.receive().isEmpty) }
        var parser = PaVEStreamParser()
        let frames = frames(10, from: client, &parser)
        #expect(parser.skippedBytes == 0, "what comes is whole")
        #expect(frames.count >= 10)
        await host.stop()
    }

    @Test func `cut pictures are damage to the reader, which finds the next frame`() async throws {
        let host = try await host(.ardrone2, video: .on, Fault(.videoCut(share: 0.3)))
        let client = LoopbackSocket(.stream)
        #expect(client.connect(to: host.ports.video))
        var parser = PaVEStreamParser()
        var frames = 0
        var damage = 0
        var patience = 6
        while frames < 20 || damage == 0, patience > 0 {
            let bytes = client.receive()
            if bytes.isEmpty { patience -= 1 }
            for event in parser.parse(bytes.span.bytes) {
                if case .frame = event { frames += 1 } else { damage += 1 }
            }
        }
        #expect(frames >= 20)
        #expect(damage > 0)
        await host.stop()
    }

    @Test func `a 1.0 sends UVLC to whom woke it`() async throws {
        let host = try await host(.ardrone1)
        let client = LoopbackSocket(.datagrams)
        client.send([1, 0, 0, 0], to: host.ports.video)
        let decoder = VideoDecoder()
        for number in 0..<5 {
            var datagram = client.receive()
            if number == 0, datagram.isEmpty { datagram = client.receive() }
            let picture = try decoder.decode(datagram: datagram)
            #expect(picture.damage == nil)
            #expect(FrameStamp.read(picture.pixels)?.frameNumber == UInt32(number))
        }
        await host.stop()
    }

    @Test func `without video the port is closed`() async throws {
        let host = try await host(video: .off)
        #expect(host.ports.video == 0)
        #expect(host.ports.record == 0)
        let client = LoopbackSocket(.datagrams)
        client.send([1], to: host.ports.navdata)
        #expect(client.receive().count == 24)
        await host.stop()
    }

    @Test func `port 5553 gives a recording whole, also to a client that reads late`() async throws {
        let host = try await host()
        let client = LoopbackSocket(.stream)
        #expect(client.connect(to: host.ports.record))
        let pilot = LoopbackSocket(.datagrams)
        var number = 0
        func write(_ key: String, _ value: String) {
            let ids = "\"a1a1a1a1\",\"b2b2b2b2\",\"c3c3c3c3\""
            let text = "AT*CONFIG_IDS=\(number + 1),\(ids)\rAT*CONFIG=\(number + 2),\"\(key)\",\"\(value)\"\r"
            number += 2
            pilot.send(Array(text.utf8), to: host.ports.commands)
        }
        write("custom:session_id", "a1a1a1a1")
        write("custom:profile_id", "b2b2b2b2")
        write("custom:application_id", "c3c3c3c3")
        write("video:video_codec", "136")
        write("userbox:userbox_cmd", "1,20260131_235959")
        var parser = PaVEStreamParser()
        var recorded = frames(3, from: client, &parser)
        #expect(recorded.first?.beginsStream == true)
        // Nobody reads; the socket's buffers fill, and the rest waits with the drone.
        while let drone = await host.drone(), drone.counters.orderedPictures < 60 { await Task.yield() }
        write("userbox:userbox_cmd", "0")
        while recorded.last?.header.control.contains(.lastFrame) != true {
            let more = frames(1, from: client, &parser)
            if more.isEmpty { break }
            recorded += more
        }
        #expect(parser.skippedBytes == 0)
        #expect(recorded.map(\.header.frameNumber) == Array(0..<UInt32(recorded.count)))
        // How many pictures the camera paints in that time depends on the machine.
        #expect(recorded.count > 10)
        #expect(recorded.last?.header.control.contains(.lastFrame) == true)
        await host.stop()
    }
}
