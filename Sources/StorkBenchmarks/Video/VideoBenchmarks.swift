import CellCanvas
import DroneProtocol
import Foundation
import TerminalPicture
import Video

/// The camera's pictures, from the drone's last byte to the terminal.
enum VideoBenchmarks {
    static let all = [
        Benchmark(
            name: "video.first-picture", title: "from the first key frame's last byte to its cells, whole program",
            goal: "≤ 50 ms"
        ) { _ in try firstPicture() },
        Benchmark(
            name: "video.latency", title: "from a frame's last byte to its cells, whole program, 640×360 at 30 fps",
            goal: "median ≤ 8 ms, p95 ≤ 20 ms, all decoded"
        ) { settings in try latency(settings) },
        Benchmark(
            name: "video.frame", title: "decoding, scaling and writing of a frame in 80×24 half-blocks, one thread"
        ) {
            _ in try frame()
        },
        Benchmark(
            name: "video.bytes", title: "a frame in a pane of 80×24 half-blocks, the simulator's scene, flying",
            goal: "mean ≤ 25 kB"
        ) { _ in try bytes() },
        CockpitLoad.benchmark, VideoPlayers.benchmark,
    ]

    private static func firstPicture() throws -> Outcome {
        var times: [Int64] = []
        for _ in 0..<10 {
            let run = try CockpitRun()
            run.run(for: .milliseconds(900))
            run.stop()
            guard let key = run.server.sendings.first(where: \.isKey),
                let picture = run.record.pictures.first(where: { $0.time >= key.time })
            else { throw NotMeasurable(description: "no picture came to the terminal within 0.9 s") }
            times.append(picture.time - key.time)
            if picture.stamp != key.stamp {
                throw NotMeasurable(description: "frame \(picture.stamp) was shown before key frame \(key.stamp)")
            }
        }
        let samples = Samples(times)
        return Outcome(
            samples: samples, isReached: samples.maximum <= .milliseconds(50), note: "\(times.count) starts")
    }

    private static func latency(_ settings: BenchmarkSettings) throws -> Outcome {
        let run = try CockpitRun()
        run.run(for: .seconds(settings.seconds + 2))
        let end = MonotonicClock.now - 500_000_000
        run.stop()
        // The first second and a half is for the screen to be drawn and the decoder to open.
        let sendings = run.server.sendings.drop { !$0.isKey }
        guard let first = sendings.first else { throw NotMeasurable(description: "no key frame was sent") }
        let measured = sendings.filter { $0.time > first.time + 1_500_000_000 && $0.time < end }
        var times: [Int64] = []
        let pictures = run.record.pictures
        var next = 0
        for sending in measured {
            // The same number comes again with the next repetition, twenty seconds later.
            while next < pictures.count, pictures[next].time < sending.time { next += 1 }
            let shown = pictures[next...].prefix { $0.time < sending.time + 2_000_000_000 }
                .first { $0.stamp == sending.stamp }
            if let shown { times.append(shown.time - sending.time) }
        }
        guard !times.isEmpty else { throw NotMeasurable(description: "no picture came to the terminal") }
        let samples = Samples(times)
        return Outcome(
            samples: samples,
            isReached: samples.median <= .milliseconds(8) && samples.p95 <= .milliseconds(20)
                && times.count == measured.count,
            note:
                "\(times.count) of \(measured.count) frames shown, \(try StampedVideo.shared.get().meanBytes) bytes each"
        )
    }

    /// A pane that a picture of 16:9 fills but for a row.
    private static let pane = Rectangle(row: 0, column: 0, rows: 24, columns: 80)

    private static func frame() throws -> Outcome {
        let frames = try StampedVideo.shared.get().frames
        var path = PicturePath(pane: pane, shape: .halfBlocks)
        var taken = 0
        var shown = 0
        // The video begins anew behind its last frame, with a key frame.
        let (samples, allocations) = try Measurement.measure(iterations: frames.count) { _ in
            shown += try path.show(frames[taken % frames.count].bytes).count
            taken += 1
        }
        return Outcome(
            samples: samples, allocations: allocations, note: shown == taken ? "" : "only \(shown) of \(taken) SHOWN")
    }

    private static func bytes() throws -> Outcome {
        let (samples, first) = try bytes(.halfBlocks, in: pane)
        let others = try [CellShape.quadrants, .sextants].map { shape in
            let mean = try bytes(shape, in: pane).samples.mean
            return "\(shape) \(ResultTable.bytes(mean))"
        }
        return Outcome(
            samples: samples, unit: .bytes, isReached: samples.mean <= .nanoseconds(25_000),
            note: "mean \(ResultTable.bytes(samples.mean)), first frame \(ResultTable.bytes(.nanoseconds(first))); "
                + others.joined(separator: ", "))
    }

    private static func bytes(_ shape: CellShape, in pane: Rectangle) throws -> (samples: Samples, first: Int) {
        var path = PicturePath(pane: pane, shape: shape)
        var sizes: [Int64] = []
        for frame in try StampedVideo.shared.get().frames {
            sizes += try path.show(frame.bytes).map { Int64($0.count) }
        }
        return (Samples(Array(sizes.dropFirst())), Int(sizes.first ?? 0))
    }
}

/// A frame's whole way through the program's own code, without its threads: stream, gate, decoder, scaler, cells.
struct PicturePath {
    private let pane: Rectangle
    private var parser = PaVEStreamParser()
    private var gate = VideoFrameGate(pace: .everyFrame)
    private let decoder = VideoDecoder()
    private var scaler = PictureScaler()
    private var painter: PicturePainter

    init(pane: Rectangle, shape: CellShape) {
        self.pane = pane
        var capabilities = TerminalCapabilities(colorDepth: .truecolor, glyphs: .unicode)
        capabilities.drawsSextants = true
        painter = PicturePainter(capabilities, mode: .cells(shape, .truecolor))
    }

    /// What the terminal is sent for each frame that these bytes of the stream complete.
    mutating func show(_ bytes: [UInt8]) throws -> [[UInt8]] {
        var frames: [[UInt8]] = []
        for frame in gate.admit(parser.parse(bytes.span.bytes)) {
            guard let picture = try decoder.decode(frame) else { continue }
            let placement = painter.placement(
                of: PixelSize(width: picture.width, height: picture.height), in: pane)
            let scaled = scaler.scale(
                picture.pixels, width: placement.pixels.width, height: placement.pixels.height)
            guard let image = PixelImage(width: scaled.width, height: scaled.height, bytes: scaled.bytes) else {
                continue
            }
            frames.append(painter.paint(image, at: placement))
        }
        return frames
    }
}
