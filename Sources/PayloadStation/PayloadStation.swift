public import DroneModel
import PayloadIntake
public import PayloadJournal
import Synchronization
public import WebExchange

/// Answers phones: who are they, what do they say, stored, then acknowledged. And browsers: how to join, what came.
public final class PayloadStation: WebApplication {
    /// What a station tells whoever watches it.
    public enum Event: Equatable, Sendable {
        /// A new fix.
        case fix(PhoneFix)
        /// A new photo.
        case photo(PhotoRecord)
        /// Something was not taken; who sent it, and why.
        case refused(remote: String, reason: String)
    }

    /// Something that was not taken, for the list of it.
    public struct Refusal: Equatable, Sendable {
        /// When.
        public var time: UTCTime
        /// Who sent it.
        public var remote: String
        /// Why.
        public var reason: String
    }

    /// What was stored.
    public let journal: PayloadJournal
    /// Which phones may send.
    public let register: DeviceRegister
    /// The station's address as phones reach it: `http://10.0.0.1:8077`.
    private let address: Mutex<String>
    private let refusals = Mutex<(count: Int, last: [Refusal])>((0, []))
    private let clock: @Sendable () -> UTCTime
    private let tell: @Sendable (Event) -> Void

    /// A station.
    ///
    /// - Parameters:
    ///   - clock: This computer's time.
    ///   - tell: Told what comes, on any thread; at once after it is stored.
    public init(
        _ journal: PayloadJournal, register: DeviceRegister, clock: @escaping @Sendable () -> UTCTime,
        tell: @escaping @Sendable (Event) -> Void = { _ in }
    ) {
        self.journal = journal
        self.register = register
        self.clock = clock
        self.tell = tell
        address = Mutex("")
    }

    /// Says at which address phones reach the station, once that is known.
    public func listens(at address: String) { self.address.withLock { $0 = address } }

    /// How often something was not taken, and the last times.
    public var refused: (count: Int, last: [Refusal]) { refusals.withLock { $0 } }

    // MARK: Requests

    /// Whether a request may send its body: by its path and its token.
    public func admission(of head: WebRequest) -> WebAdmission {
        var request = head
        let sender = register.sender(of: &request)
        if isPage(request), head.method == "GET" || head.method == "HEAD" { return .accept(mostBytes: 0) }
        // A session of uLogger begins with a form that holds the password.
        if sender == .stranger, request.path.last?.lowercased() == "index.php" { return .accept(mostBytes: 4096) }
        guard sender != .stranger else { return .refuse(refuse(head, Self.strangers)) }
        return .accept(mostBytes: JPEGPhoto.mostBytes)
    }

    private static let strangers = IntakeProblem(
        status: 401, "no valid token: scan the code that the station shows, or ask for its address")

    /// Stores what a phone sent and acknowledges it, or shows a page; a refusal says why.
    public func response(to request: WebRequest) async -> WebResponse {
        var inner = request
        let sender = register.sender(of: &inner)
        if isPage(inner), request.method == "GET" || request.method == "HEAD" { return page(inner, request, sender) }
        guard sender != .stranger else { return refuse(request, Self.strangers) }
        var device: String?
        if case .device(let name) = sender { device = name }
        let hint = IntakeHint(device: device, user: IntakeHint.user(of: inner), arrival: clock())
        let post: PhonePost
        do throws(IntakeProblem) { post = try PhoneDialects.read(inner, hint) } catch {
            return refuse(request, error)
        }
        for refusal in post.refusals.prefix(3) { note(request, refusal.reason) }
        if post.isEmpty { return post.reply }
        do throws(JournalProblem) {
            let stored = try await journal.store(
                StoredRequest(inner, device: device, user: hint.user, arrival: hint.arrival), post)
            for fix in stored.fixes { tell(.fix(fix)) }
            if let photo = stored.photo { tell(.photo(photo)) }
            return post.reply
        } catch {
            return refuse(request, IntakeProblem(status: 507, "not stored: \(error)"))
        }
    }

    /// Takes a photo that was fetched from a phone.
    public func take(photo bytes: [UInt8], device: String, remote: String) async throws {
        try await take(
            WebRequest(
                method: "PUT", target: "/photo", headers: ["Content-Type": "image/jpeg"], body: bytes, remote: remote),
            device: device)
    }

    /// Takes what the sensors of a phone with IP Webcam say; returns how many places are in it.
    @discardableResult
    public func take(sensors json: [UInt8], device: String, remote: String) async throws -> Int {
        try await take(
            WebRequest(
                method: "POST", target: "/ipwebcam", headers: ["Content-Type": "application/json"], body: json,
                remote: remote), device: device)
    }

    @discardableResult private func take(_ request: WebRequest, device: String) async throws -> Int {
        let hint = IntakeHint(device: device, arrival: clock())
        let post = try PhoneDialects.read(request, hint)
        for refusal in post.refusals.prefix(3) { note(request, refusal.reason) }
        if post.isEmpty { return 0 }
        let stored = try await journal.store(
            StoredRequest(request, device: device, user: nil, arrival: hint.arrival), post)
        for fix in stored.fixes { tell(.fix(fix)) }
        if let photo = stored.photo { tell(.photo(photo)) }
        return post.fixes.count
    }

    private func refuse(_ request: WebRequest, _ problem: IntakeProblem) -> WebResponse {
        note(request, problem.description)
        var response = problem.response
        if problem.status == 401 { response.headers["WWW-Authenticate"] = "Basic realm=\"stork\"" }
        return response
    }

    private func note(_ request: WebRequest, _ reason: String) {
        let refusal = Refusal(time: clock(), remote: request.remote, reason: reason)
        refusals.withLock { refusals in
            refusals.count += 1
            refusals.last.append(refusal)
            if refusals.last.count > 20 { refusals.last.removeFirst() }
        }
        tell(.refused(remote: request.remote, reason: reason))
    }

    // MARK: Pages

    private func isPage(_ request: WebRequest) -> Bool {
        let path = request.path
        if path.isEmpty { return request.query["lat", "latitude", "location"] == nil }
        return ["live.json", "stork.otrc", "qr.svg", "photos"].contains(path[0])
    }

    private func page(_ inner: WebRequest, _ request: WebRequest, _ sender: DeviceRegister.Sender) -> WebResponse {
        // Whoever sits at this computer sees all phones; elsewhere the token says which one it is.
        let isOperator = ["127.0.0.1", "::1"].contains(request.remote)
        let token = request.path.first == "t" ? request.path.dropFirst().first : nil
        let isWelcome = sender != .stranger || isOperator
        let path = inner.path
        guard isWelcome else {
            return path.isEmpty ? .page(JoinPage.strangers) : .text("not here: scan the station's code", status: 401)
        }
        var device: String?
        if case .device(let name) = sender { device = name }
        let page = JoinPage(
            address: address.withLock { $0 }, tokens: register.tokens, device: device, token: token)
        switch path.first {
        case nil: return .page(page.html)
        case "live.json": return .json(LiveList(journal.track, refused: refused, now: clock()).json)
        case "stork.otrc":
            var response = WebResponse.json(page.ownTracksConfiguration)
            response.headers["Content-Disposition"] = "attachment; filename=\"stork.otrc\""
            return response
        case "qr.svg":
            return WebResponse(
                status: 200, headers: ["Content-Type": "image/svg+xml"],
                body: Array(page.code(for: inner.query["d"]).utf8))
        default: return .text("nothing here", status: 404)
        }
    }
}
