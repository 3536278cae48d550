import NIOCore
import NIOHTTP1
import NIOPosix
public import WebExchange

/// Asks another's HTTP port for something small: a phone's camera.
public struct WebFetch: Equatable, Sendable {
    /// The other's name or address.
    public var host: String
    /// Its port.
    public var port: Int
    /// What it asks for before it answers; nil for nothing.
    public var credentials: Credentials?
    /// More than this is not read, bytes.
    public var mostBytes = 16 << 20
    /// How long an answer may take.
    public var patience: Duration = .seconds(10)

    /// A user and a password.
    public struct Credentials: Equatable, Sendable {
        /// The user.
        public var user: String
        /// The password.
        public var password: String

        /// A user and a password.
        public init(user: String, password: String) {
            self.user = user
            self.password = password
        }
    }

    /// A port to ask.
    public init(host: String, port: Int, credentials: Credentials? = nil) {
        self.host = host
        self.port = port
        self.credentials = credentials
    }

    /// The answer to `GET path`.
    ///
    /// - Throws: ``StationServerError`` where nothing, too much or no HTTP comes, or not in time.
    public func get(_ path: String) async throws(StationServerError) -> WebResponse {
        do {
            let loop = MultiThreadedEventLoopGroup.singleton.any()
            let promise = loop.makePromise(of: WebResponse.self)
            let mostBytes = mostBytes
            let bootstrap = ClientBootstrap(group: loop)
                .connectTimeout(.nanoseconds(Int64(patience / .nanoseconds(1))))
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        let pipeline = channel.pipeline.syncOperations
                        try pipeline.addHTTPClientHandlers()
                        try pipeline.addHandler(NIOHTTPClientResponseAggregator(maxContentLength: mostBytes))
                        try pipeline.addHandler(AnswerHandler(promise))
                    }
                }
            let channel: any Channel
            do { channel = try await bootstrap.connect(host: host, port: port).get() } catch {
                promise.fail(error)
                throw error
            }
            let deadline = loop.scheduleTask(in: .nanoseconds(Int64(patience / .nanoseconds(1)))) {
                promise.fail(ChannelError.connectTimeout(.nanoseconds(0)))
                channel.close(promise: nil)
            }
            defer { deadline.cancel() }
            var head = HTTPRequestHead(version: .http1_1, method: .GET, uri: path)
            head.headers.add(name: "Host", value: host)
            head.headers.add(name: "Connection", value: "close")
            if let credentials {
                let text = Base64Text.encode(Array("\(credentials.user):\(credentials.password)".utf8))
                head.headers.add(name: "Authorization", value: "Basic \(text)")
            }
            channel.write(HTTPClientRequestPart.head(head), promise: nil)
            channel.writeAndFlush(HTTPClientRequestPart.end(nil), promise: nil)
            let response = try await promise.futureResult.get()
            channel.close(promise: nil)
            return response
        } catch {
            throw StationServerError(place: "\(host):\(port)\(path)", reason: "\(error)", isAsking: true)
        }
    }
}

/// Makes a value of the whole answer.
private final class AnswerHandler: ChannelInboundHandler {
    typealias InboundIn = NIOHTTPClientResponseFull

    private let promise: EventLoopPromise<WebResponse>

    init(_ promise: EventLoopPromise<WebResponse>) { self.promise = promise }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let full = unwrapInboundIn(data)
        var response = WebResponse(status: Int(full.head.status.code))
        for header in full.head.headers { response.headers.append(header.name, header.value) }
        if let body = full.body { response.body = Array(body.readableBytesView) }
        promise.succeed(response)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        promise.fail(error)
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        promise.fail(ChannelError.eof)
        context.fireChannelInactive()
    }
}
