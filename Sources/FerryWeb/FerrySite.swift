import BundleProtocol
import BundleStore
public import FerryChat
import JSONText
public import MessageFerry
public import WebExchange

/// The page of a node: people with a browser and nothing else read topics, write, and drop files.
///
///     GET  /                 the topics and who is near          GET /m/DIGEST        a message's octets
///     GET  /t/TOPIC          what was said, a form               GET /t/TOPIC/news    the same as it changes (JSON)
///     POST /t/TOPIC          text, a file
///
/// Works without scripts; with them what comes is shown at once. Everything a page needs is on the node. Only names that
/// cannot be given to another machine are answered, and only forms of this node post.
public struct FerrySite: WebApplication {
    /// How the page behaves.
    public struct Settings: Sendable {
        /// The longest text, characters.
        public var longestText = 4000
        /// The largest file, octets: what a phone's picture has.
        public var largestFile = 12 << 20
        /// How long a message is of use.
        public var lifetime = Duration.seconds(86_400)
        /// The most messages on a page.
        public var mostMessages = 200
        /// How long a question for news waits.
        public var newsPatience = Duration.seconds(20)
        /// The names under which the machine is known besides its addresses.
        public var hostNames: [String] = []

        /// The defaults.
        public init() {}
    }

    let settings: Settings
    private let ask: @Sendable (LocalRequest) async -> LocalAnswer
    private let shown: @Sendable (FerryMessage) -> ChatMessage
    private let guardian: FormGuard
    private let doors = Doors()

    /// A page.
    ///
    /// - Parameters:
    ///   - secret: What only forms of this node know; drawn anew for each run, 32 characters of it or more.
    ///   - shown: A message with its times as people read them.
    ///   - ask: Asks the node.
    public init(
        _ settings: Settings = Settings(), secret: String, shown: @escaping @Sendable (FerryMessage) -> ChatMessage,
        ask: @escaping @Sendable (LocalRequest) async -> LocalAnswer
    ) {
        self.settings = settings
        self.ask = ask
        self.shown = shown
        guardian = FormGuard(secret: secret, hostNames: settings.hostNames)
    }

    // MARK: Requests

    /// Posts may bring a file, everything else has no body.
    public func admission(of head: WebRequest) -> WebAdmission {
        if let refusal = guardian.refusal(of: head) { return .refuse(refusal) }
        switch head.method {
        case "GET", "HEAD": return .accept(mostBytes: 0)
        case "POST": return .accept(mostBytes: settings.largestFile + 65_536)
        default:
            var answer = WebResponse.text("only GET and POST are understood here", status: 405)
            answer.headers["Allow"] = "GET, HEAD, POST"
            return .refuse(answer)
        }
    }

    /// Answers.
    public func response(to request: WebRequest) async -> WebResponse {
        if let refusal = guardian.refusal(of: request) { return refusal }
        let path = request.path
        switch (request.method, path.count, path.first) {
        case ("POST", 2, "t"): return await post(request, topic: path[1])
        case ("POST", _, _): return .text("nothing is posted here", status: 404)
        case (_, 0, _):
            if let topic = request.query["topic"] { return Self.redirect(to: "/t/\(HTMLText.pathPart(topic))") }
            return await front()
        case (_, 1, "ferry.css"): return Self.asset(FerryAssets.style, "text/css")
        case (_, 1, "ferry.js"): return Self.asset(FerryAssets.script, "text/javascript")
        case (_, 1, "favicon.ico"): return WebResponse(status: 204)
        case (_, 2, "t"): return await page(path[1], request)
        case (_, 3, "t") where path[2] == "news": return await news(path[1], request)
        case (_, 2, "m"): return await payload(path[1])
        default: return .text("there is no such page; the topics are at /", status: 404)
        }
    }

    // MARK: Pages

    private func front() async -> WebResponse {
        guard let glance = await glance() else { return Self.nodeIsAway }
        let topics = glance.destinations.map(\.destination).filter { $0.hasPrefix(Self.group("")) }
            .map { String($0.dropFirst(Self.group("").count)) }.sorted()
        return Self.page(FerryPage.front(glance, topics: topics))
    }

    private func page(_ topic: String, _ request: WebRequest) async -> WebResponse {
        guard let group = Self.endpoint(topic) else { return Self.noTopic(topic) }
        // The number before what is shown: a change between the two is shown again, and none is missed.
        guard case .changed(let revision) = await ask(.changes(since: 0, within: .zero)),
            let glance = await glance(), let messages = await messages(group)
        else { return Self.nodeIsAway }
        let name = FormText.name(request.cookie(Self.nameCookie).map(FormText.unpacked) ?? "")
        return Self.page(
            FerryPage.topic(
                topic, glance, messages, revision: revision,
                form: .init(token: guardian.token, name: name, largestFile: settings.largestFile)))
    }

    private func news(_ topic: String, _ request: WebRequest) async -> WebResponse {
        guard let group = Self.endpoint(topic) else { return Self.noTopic(topic) }
        let since = request.query["since"].flatMap { UInt64($0) } ?? 0
        guard case .changed(let revision) = await ask(.changes(since: since, within: settings.newsPatience)),
            let glance = await glance(), let messages = await messages(group)
        else { return Self.nodeIsAway }
        let news: [(String, JSONValue)] = [
            ("revision", .text("\(revision)")), ("near", .text(FerryPage.near(glance))),
            ("messages", .text(FerryPage.list(messages))),
            // A node that was started anew knows another one; what other sites ask for they cannot read.
            ("token", .text(guardian.token)),
        ]
        return .json(JSONValue.object(news.map { (key: $0.0, value: $0.1) }).rendered())
    }

    private func glance() async -> FerryGlance? {
        guard case .text(let text) = await ask(.status) else { return nil }
        return FerryGlance(json: text)
    }

    /// Octets of a message that are shown in the page.
    private static let largestShown = 65_536

    private func messages(_ group: EndpointID) async -> [ShownMessage]? {
        let request = LocalRequest.topic("\(group)", limit: settings.mostMessages, largest: Self.largestShown)
        guard case .messages(let messages) = await ask(request) else { return nil }
        return messages.map { ShownMessage($0, shown($0)) }
    }

    // MARK: Octets

    private func payload(_ name: String) async -> WebResponse {
        guard let digest = BundleDigest(hexadecimal: name) else {
            return .text("no message has this name", status: 404)
        }
        // Octets of a message are in memory as a whole: of a few at a time.
        guard await doors.enter() else {
            var busy = WebResponse.text("busy with other files: try again", status: 503)
            busy.headers["Retry-After"] = "2"
            return busy
        }
        let answer = await ask(.message(digest))
        await doors.leave()
        guard case .messages(let messages) = answer, let message = messages.first,
            message.destination.hasPrefix(Self.group(""))
        else { return .text("the message is not here, or not any more", status: 404) }
        let kind = PayloadKind(message.payload)
        let name = "ferry-\(String("\(digest)".prefix(8))).\(kind.suffix)"
        return WebResponse(
            status: 200,
            headers: [
                "Content-Type": kind.mediaType,
                "Content-Disposition": "\(kind.isPicture ? "inline" : "attachment"); filename=\"\(name)\"",
                "Content-Security-Policy": "default-src 'none'; sandbox", "X-Content-Type-Options": "nosniff",
                // A message never changes.
                "Cache-Control": "private, max-age=86400, immutable",
            ], body: message.payload)
    }

    // MARK: Posting

    private func post(_ request: WebRequest, topic: String) async -> WebResponse {
        guard let group = Self.endpoint(topic) else { return Self.noTopic(topic) }
        let form: PostedForm
        do throws(PostedForm.Problem) { form = try PostedForm(request) } catch {
            return .text("the form cannot be read: \(error)", status: 400)
        }
        guard guardian.accepts(form.token) else {
            return .text("this form is not of this node, or of an earlier run: load the page again", status: 403)
        }
        guard form.text.count <= settings.longestText else {
            return .text("the text has \(form.text.count) characters of at most \(settings.longestText)", status: 413)
        }
        guard form.file.count <= settings.largestFile else {
            return .text("the file has \(form.file.count) octets of at most \(settings.largestFile)", status: 413)
        }
        var payloads: [[UInt8]] = []
        if form.text.contains(where: { !$0.isWhitespace }) {
            payloads.append(Array((form.name.isEmpty ? form.text : "\(form.name): \(form.text)").utf8))
        }
        if !form.file.isEmpty { payloads.append(form.file) }
        for payload in payloads {
            let submission = FerryNode.Submission(destination: group, payload: payload, lifetime: settings.lifetime)
            if case .refused(let reason) = await ask(.submit(submission)) {
                return .text("not sent: \(reason)", status: 503)
            }
        }
        var answer = Self.redirect(to: "/t/\(HTMLText.pathPart(topic))#end")
        answer.headers["Set-Cookie"] =
            "\(Self.nameCookie)=\(HTMLText.pathPart(form.name)); Path=/; Max-Age=2592000; HttpOnly; SameSite=Strict"
        return answer
    }

    private static let nameCookie = "ferry-name"

    // MARK: Answers

    /// The group of a topic: a word, as people type it.
    private static func group(_ word: String) -> String { "dtn://topic/~\(word)" }

    private static func endpoint(_ word: String) -> EndpointID? {
        guard !word.isEmpty, word.count <= 64, !word.contains(":"), !word.contains("/") else { return nil }
        return try? FerrySettings.topic(word)
    }

    private static func noTopic(_ word: String) -> WebResponse {
        .text("“\(word.prefix(64))” is no topic: a topic is a word without blanks, at most 64 characters", status: 404)
    }

    private static let nodeIsAway = WebResponse.text("the node does not answer: try again in a moment", status: 503)

    private static func redirect(to place: String) -> WebResponse {
        WebResponse(status: 303, headers: ["Location": place])
    }

    private static func asset(_ text: String, _ type: String) -> WebResponse {
        WebResponse(
            status: 200, headers: ["Content-Type": "\(type); charset=utf-8", "Cache-Control": "max-age=3600"],
            body: Array(text.utf8))
    }

    /// A page that may load and send only from and to this node.
    private static func page(_ html: String) -> WebResponse {
        var answer = WebResponse.page(html)
        answer.headers["Content-Security-Policy"] =
            "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; connect-src 'self'; "
            + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        // With no-referrer a form of our own would come without an origin.
        answer.headers["Referrer-Policy"] = "same-origin"
        return answer
    }
}

/// A message and its octets, as far as they came along.
struct ShownMessage: Equatable {
    var chat: ChatMessage
    /// What it says; nil for a file.
    var text: String?
    /// Octets.
    var size: Int
    /// True for a picture that the page shows.
    var isPicture: Bool

    init(_ message: FerryMessage, _ chat: ChatMessage) {
        self.chat = chat
        size = message.size
        let isWhole = message.payload.count == message.size
        text = isWhole ? String(validating: message.payload, as: UTF8.self) : nil
        isPicture = text == nil && isWhole && PayloadKind(message.payload).isPicture
    }
}

/// How many messages are read whole at a time.
private actor Doors {
    private var inside = 0

    func enter() -> Bool {
        guard inside < 2 else { return false }
        inside += 1
        return true
    }

    func leave() { inside -= 1 }
}

extension BundleDigest {
    /// A digest from 32 hexadecimal digits.
    init?(hexadecimal text: String) {
        guard text.utf8.count == 32, text.utf8.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
            let high = UInt64(text.prefix(16), radix: 16), let low = UInt64(text.suffix(16), radix: 16)
        else { return nil }
        self.init(high: high, low: low)
    }
}
