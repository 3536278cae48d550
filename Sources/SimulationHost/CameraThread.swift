import DroneSimulation
import NIOCore
import NIOPosix
import SimulatedCamera
import Synchronization

/// Makes pictures beside the drone's loop, one after the other.
///
///     drone's loop --order--> [at most 2 under way] --> render, code --> drone's loop
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
    private var underWay = 0

    /// One in hand and one that waits.
    private static let limit = 2

    /// What the thread owns. The park is built with the first order, so that a drone nobody watches costs nothing.
    private final class Darkroom: Sendable {
        let settings: DroneSettings
        let stream = Mutex<CameraStream?>(nil)

        init(_ settings: DroneSettings) { self.settings = settings }

        func carryOut(_ order: PictureOrder) throws(CameraStreamError) -> CodedPicture {
            try stream.withLock { stream throws(CameraStreamError) in
                if stream == nil { stream = CameraStream(settings) }
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
        guard underWay < Self.limit else {
            skipped += 1
            return
        }
        underWay += 1
        let work = pool.runIfActive(eventLoop: eventLoop) { [darkroom] in try darkroom.carryOut(order) }
        work.assumeIsolated().whenComplete { [weak self] result in
            self?.underWay -= 1
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
