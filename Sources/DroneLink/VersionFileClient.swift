import DroneModel
import NIOCore
import NIOPosix

/// Runs ``VersionFileFetch`` on two TCP connections.
final class VersionFileClient {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    private let loop: any EventLoop
    private let server: SocketAddress
    private let result: EventLoopPromise<FirmwareVersion>
    private var fetch = VersionFileFetch()
    private var command: (any Channel)?
    private var data: (any Channel)?
    private var isOver = false

    init(loop: any EventLoop, server: SocketAddress) {
        self.loop = loop
        self.server = server
        result = loop.makePromise()
    }

    /// The drone's version; fails when it does not come within the limit.
    func run(within limit: TimeAmount) -> EventLoopFuture<FirmwareVersion> {
        let bound = NIOLoopBound(self, eventLoop: loop)
        let timer = loop.assumeIsolated().scheduleTask(in: limit) {
            bound.value.end(.failure(Failure(description: "no answer in time")))
        }
        result.futureResult.whenComplete { _ in timer.cancel() }
        connect(to: server) { bound.value.perform(bound.value.fetch.receive($0)) }.whenComplete { connection in
            switch connection {
            case .success(let channel):
                bound.value.command = channel
                if bound.value.isOver { channel.close(promise: nil) }
                channel.closeFuture.whenComplete { _ in
                    bound.value.end(.failure(Failure(description: "the connection was closed")))
                }
            case .failure(let error): bound.value.end(.failure(error))
            }
        }
        return result.futureResult
    }

    func cancel() { end(.failure(Failure(description: "cancelled"))) }

    private func connect(
        to address: SocketAddress, _ receive: @escaping ([UInt8]) -> Void
    ) -> EventLoopFuture<any Channel> {
        let handler = NIOLoopBound(receive, eventLoop: loop)
        return ClientBootstrap(group: loop)
            .connectTimeout(LinkCore.Limit.connect)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(StreamReceiver(handler.value))
                }
            }
            .connect(to: address)
    }

    private func perform(_ outputs: [VersionFileFetch.Output]) {
        for output in outputs {
            switch output {
            case .send(let text): command?.writeAndFlush(ByteBuffer(string: text), promise: nil)
            case .openData(let port): openData(port: port)
            case .done(let version): end(.success(version))
            case .failed(let reason): end(.failure(Failure(description: reason)))
            }
        }
    }

    private func openData(port: Int) {
        let bound = NIOLoopBound(self, eventLoop: loop)
        var address = server
        address.port = port
        connect(to: address) { bound.value.perform(bound.value.fetch.receive(file: $0)) }.whenComplete { connection in
            switch connection {
            case .success(let channel):
                bound.value.data = channel
                if bound.value.isOver { channel.close(promise: nil) }
                channel.closeFuture.whenComplete { _ in bound.value.perform(bound.value.fetch.dataClosed()) }
            case .failure(let error): bound.value.end(.failure(error))
            }
        }
    }

    private func end(_ outcome: Result<FirmwareVersion, any Error>) {
        guard !isOver else { return }
        isOver = true
        result.completeWith(outcome)
        command?.close(promise: nil)
        data?.close(promise: nil)
    }
}
