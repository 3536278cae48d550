import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTPTypes
import NIOPosix
public import WebExchange

/// An HTTP/1.1 port for phones and browsers nearby: Hummingbird's core within limits, around an application of values.
///
///     connection --guard: number, patience--> head --rate, admission--> body --limits--> application --> answer
///
/// Everything a client can do wrong is answered with a reason and counted; none of it takes more than the limits say.
public final class StationServer: Sendable {
    private let settings: StationServerSettings
    private let application: any WebApplication
    private let ledger: AddressLedger

    /// A station that does not listen yet.
    public init(_ settings: StationServerSettings, _ application: some WebApplication) {
        self.settings = settings
        self.application = application
        ledger = AddressLedger(settings.limits)
    }

    /// What it did until now.
    public var counts: StationServerCounts { ledger.counts }

    /// Listens and answers until the task is cancelled.
    ///
    /// - Parameter onListening: Told the port once it listens.
    /// - Throws: ``StationServerError`` where it cannot listen.
    public func run(onListening: @escaping @Sendable (_ port: Int) -> Void) async throws {
        let loops = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let limits = settings.limits
        let ledger = ledger
        let logger = Logger(label: "stork.station") { _ in SwiftLogNoOpLogHandler() }
        let channel = HTTP1Channel(
            responder: { [self] request, writer, channel in try await answer(request, writer, channel) },
            configuration: HTTP1Channel.Configuration(
                additionalChannelHandlers: [ConnectionGuard(ledger, limits)], idleTimeout: nil,
                httpDecoderConfiguration: .init(
                    maxHeaderFieldSize: 8192, maxHeaderListSize: 32_768, maxHeaderFieldCount: 128)))
        let server = Server(
            childChannelSetup: channel,
            configuration: ServerConfiguration(
                address: .hostname(settings.address, port: settings.port),
                availableConnectionsDelegate: MaximumAvailableConnections(limits.mostConnections)),
            onServerRunning: { onListening($0.localAddress?.port ?? 0) },
            eventLoopGroup: loops, logger: logger)
        let place = "\(settings.address):\(settings.port)"
        // The server's own task is cancelled only after it was asked to end: its connections have to be gone before
        // the loop is.
        let running = Task { try await server.run() }
        let result = await withTaskCancellationHandler {
            await running.result
        } onCancel: {
            Task {
                let patience = Task {
                    try? await Task.sleep(for: Self.leavePatience)
                    running.cancel()
                }
                try? await server.shutdownGracefully()
                patience.cancel()
            }
        }
        try? await loops.shutdownGracefully()
        if case .failure(let error) = result {
            throw StationServerError(place: place, reason: (error as? IOError)?.description ?? "\(error)")
        }
    }

    /// How long requests that are being answered may go on when the station ends.
    private static let leavePatience: Duration = .milliseconds(500)

    // MARK: A request

    private func answer(
        _ request: Request, _ writer: consuming ResponseWriter, _ channel: any Channel
    ) async throws {
        let remote = channel.remoteAddress?.ipAddress ?? "unknown"
        var whole = WebRequest(method: request.method.rawValue, target: request.head.path ?? "/", remote: remote)
        for field in request.headers { whole.headers.append(field.name.rawName, field.value) }
        if let authority = request.head.authority { whole.headers.append("Host", authority) }
        // The body can be gone through only once.
        var pieces = request.body.makeAsyncIterator()
        let mostBytes: Int
        switch admission(of: whole) {
        case .refuse(let response):
            ledger.countRefusal()
            return try await refuse(response, request, &pieces, writer)
        case .accept(let bytes): mostBytes = bytes
        }
        if request.headers[.expect]?.lowercased() == "100-continue" {
            try await writer.writeInformationalHead(.init(status: .continue))
        }
        let body: ByteBuffer
        switch try await collect(&pieces, upTo: mostBytes) {
        case .whole(let buffer): body = buffer
        case .refused(let response):
            ledger.countRefusal()
            return try await refuse(response, request, &pieces, writer)
        }
        defer { ledger.release(body.readableBytes) }
        whole.body = Array(body.readableBytesView)
        ledger.countRequest(bytes: whole.body.count)
        let response = await application.response(to: whole)
        try await write(response, to: request, isLast: false, writer)
    }

    private func admission(of head: WebRequest) -> WebAdmission {
        guard ledger.takeRequest(head.remote, at: StationClock.now) else {
            var response = WebResponse.text("too many requests: wait a second", status: 429)
            response.headers["Retry-After"] = "1"
            return .refuse(response)
        }
        switch application.admission(of: head) {
        case .refuse(let response): return .refuse(response)
        case .accept(let bytes):
            let most = min(bytes, settings.limits.mostBodyBytes)
            if let length = head.headers["content-length"].flatMap({ Int($0) }), length > most {
                return .refuse(Self.tooLong(most))
            }
            return .accept(mostBytes: most)
        }
    }

    private enum Collected {
        case whole(ByteBuffer)
        case refused(WebResponse)
    }

    /// The body as a whole; what it takes of the common memory is the caller's to give back.
    private func collect(
        _ pieces: inout RequestBody.AsyncIterator, upTo mostBytes: Int
    ) async throws -> Collected {
        var buffer = ByteBuffer()
        do {
            while var piece = try await pieces.next() {
                let count = piece.readableBytes
                guard buffer.readableBytes + count <= mostBytes else {
                    ledger.release(buffer.readableBytes)
                    return .refused(Self.tooLong(mostBytes))
                }
                guard ledger.reserve(count) else {
                    ledger.release(buffer.readableBytes)
                    var response = WebResponse.text("busy with other uploads: send it again", status: 503)
                    response.headers["Retry-After"] = "5"
                    return .refused(response)
                }
                buffer.writeBuffer(&piece)
            }
        } catch {
            ledger.release(buffer.readableBytes)
            throw error
        }
        return .whole(buffer)
    }

    private static func tooLong(_ mostBytes: Int) -> WebResponse {
        .text("too long: at most \(mostBytes) bytes are taken", status: 413)
    }

    /// Answers before the request is whole, and reads on for a while: a connection that is closed with unread bytes
    /// takes the answer away with it.
    private func refuse(
        _ response: WebResponse, _ request: Request, _ pieces: inout RequestBody.AsyncIterator,
        _ writer: consuming ResponseWriter
    ) async throws {
        let hasBody = request.headers[.contentLength].map { $0 != "0" } ?? (request.headers[.transferEncoding] != nil)
        try await write(response, to: request, isLast: hasBody, writer)
        guard hasBody else { return }
        var skipped = 0
        while let piece = try await pieces.next() {
            skipped += piece.readableBytes
            if skipped > 4 * settings.limits.mostBodyBytes { break }
        }
        throw Refused()
    }

    /// Ends a connection after its answer.
    private struct Refused: Error {}

    private func write(
        _ response: WebResponse, to request: Request, isLast: Bool, _ writer: consuming ResponseWriter
    ) async throws {
        var fields = HTTPFields()
        for field in response.headers.fields {
            guard let name = HTTPField.Name(field.name) else { continue }
            fields.append(HTTPField(name: name, value: field.value))
        }
        fields[.contentLength] = "\(response.body.count)"
        fields[.xContentTypeOptions] = "nosniff"
        if fields[.cacheControl] == nil { fields[.cacheControl] = "no-store" }
        if isLast { fields[.connection] = "close" }
        let head = HTTPResponse(status: .init(code: response.status), headerFields: fields)
        if request.method == .head || response.body.isEmpty {
            try await writer.writeResponse(head)
        } else {
            try await writer.write(response: head, body: ResponseBody(byteBuffer: ByteBuffer(bytes: response.body)))
        }
    }
}
