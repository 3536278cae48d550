import DroneSimulation
import NIOCore
import NIOPosix
import SimulatedCamera
import Synchronization

/// Makes pictures beside the drone's loop, one after the other.
///
///     drone's loop --order--> [a few under way] --> render, code --> drone's loop
///
/// A machine that is too slow leaves orders out; the loop never waits. Belongs to the loop but for the work itself.
final class CameraThread {
    /// Orders left out because others were still under way.
    private(set) var skipped = 0
    /// Why pictures cannot be made; nil where all is well.
    private(set) var problem: String?

    private let eventLoop: any EventLoop
    private let pool = NIOThreadPool(numberOfThreads: 1)
    private let darkroom: Darkroom
    private var underWay = (live: 0, recorded: 0)

    /// One in hand and one that waits.
    private static let liveLimit = 2
    /// A recording is not hurried by its age: a quarter of a second may wait.
    private static let recordedLimit = 8

    /// What the thread owns. The park is built with the first order, so that a drone nobody watches costs nothing.
    private final class Darkroom: Sendable {
        let settings: DroneSettings
        private let streams = Mutex<(live: CameraStream, recorded: CameraStream)?>(nil)

        init(_ settings: DroneSettings) { self.settings = settings }

        func carryOut(_ order: PictureOrder) throws(CameraStreamError) -> CodedPicture {
            try streams.withLock { streams throws(CameraStreamError) in
                if streams == nil {
                    let scene = SceneRenderer(seed: settings.seed)
                    streams = (CameraStream(settings, scene: scene), CameraStream(settings, scene: scene))
                }
                let stream = order.recipient == .recorder ? streams?.recorded : streams?.live
                guard let picture = try stream?.picture(order) else { throw CameraStreamError.closed }
                return picture
            }
        }
    }

    init(_ settings: DroneSettings, replyingOn eventLoop: any EventLoop) {
        self.eventLoop = eventLoop
        darkroom = Darkroom(settings)
        pool.start()
    }

    /// Carries out an order; `completion` is called on the drone's loop, unless the order is left out or fails.
    func take(_ order: PictureOrder, completion: @escaping (CodedPicture) -> Void) {
        let isRecorded = order.recipient == .recorder
        guard isRecorded ? underWay.recorded < Self.recordedLimit || order.isLast : underWay.live < Self.liveLimit
        else {
            skipped += 1
            return
        }
        if isRecorded { underWay.recorded += 1 } else { underWay.live += 1 }
        let work = pool.runIfActive(eventLoop: eventLoop) { [darkroom] in try darkroom.carryOut(order) }
        work.assumeIsolated().whenComplete { [weak self] result in
            if isRecorded { self?.underWay.recorded -= 1 } else { self?.underWay.live -= 1 }
            switch result {
            case .success(let picture): completion(picture)
            case .failure(let error): self?.problem = String(describing: error)
            }
        }
    }

    /// Ends the thread; what is under way is finished and thrown away. The loop has to live until then.
    func stop() -> EventLoopFuture<Void> {
        let promise = eventLoop.makePromise(of: Void.self)
        pool.shutdownGracefully { _ in promise.succeed() }
        return promise.futureResult
    }
}
