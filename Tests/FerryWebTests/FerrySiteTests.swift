import BundleStore
import FerryChat
import MessageFerry
import Synchronization
import Testing
import WebExchange

@testable import FerryWeb

/// A node that keeps what it is told in memory.
final class NodeDouble: Sendable {
    private struct State {
        var submissions: [FerryNode.Submission] = []
        var messages: [FerryMessage] = []
        var refusal: String?
    }

    private let state = Mutex(State())

    static let digest = BundleDigest(high: 1, low: 2)

    var submissions: [FerryNode.Submission] { state.withLock { $0.submissions } }

    func add(_ payload: [UInt8], from source: String = "dtn://alice/", isOwn: Bool = false, size: Int? = nil) {
        state.withLock { state in
            state.messages.append(
                FerryMessage(
                    digest: Self.digest, source: source, destination: "dtn://topic/~field", created: 1, sequence: 0,
                    payload: payload, size: size ?? payload.count, signature: .verified, isOwn: isOwn, hops: nil,
                    events: [.init(digest: Self.digest, kind: .pickedUp, node: "dtn://charlie/", time: 1)]))
        }
    }

    func refuse(_ reason: String) { state.withLock { $0.refusal = reason } }

    @Sendable func answer(_ request: LocalRequest) -> LocalAnswer {
        state.withLock { state in
            switch request {
            case .submit(let submission):
                if let refusal = state.refusal { return .refused(refusal) }
                state.submissions.append(submission)
                return .done([Self.digest])
            case .topic(let topic, _, _): return .messages(state.messages.filter { $0.destination == topic })
            case .message(let digest): return .messages(state.messages.filter { $0.digest == digest })
            case .changes(let since, _): return .changed(since + 1)
            case .status: return .text(Self.status)
            case .inbox, .confirm, .events: return .refused("not asked for by the page")
            }
        }
    }

    static let status = """
        {"node": "dtn://bob/", "role": "station", "subscriptions": ["dtn://topic/~"],
        "contacts": [{"node": "dtn://<b>charlie/", "host": "10.0.0.2", "for_s": 3.5, "last_transfer_s": 1.0,
        "stage": "settled", "sent": 1, "received": 2, "to_send": 0}],
        "store": {"bundles": 3, "octets": 12345, "quota_octets": 1073741824, "for":
        [{"destination": "dtn://topic/~field", "bundles": 2, "octets": 12000},
        {"destination": "dtn://topic/~a&b", "bundles": 1, "octets": 300}]}}
        """
}

@Suite struct FerrySiteTests {
    let node = NodeDouble()

    private var site: FerrySite {
        FerrySite(secret: Self.secret, shown: Self.shown, ask: { [node] in node.answer($0) })
    }

    static let secret = "0123456789abcdef0123456789abcdef"

    @Sendable private static func shown(_ message: FerryMessage) -> ChatMessage {
        ChatMessage(
            id: "\(message.digest)", author: message.source, day: nil, time: "14:02:31", text: "", trust: .verified,
            isOwn: message.isOwn, steps: message.events.map { ChatStep(.pickedUp, $0.node, "14:03") })
    }

    private func get(_ target: String, host: String = "10.0.0.1:8080") async -> (status: Int, text: String) {
        let answer = await site.response(to: WebRequest(method: "GET", target: target, headers: ["Host": host]))
        return (answer.status, String(decoding: answer.body, as: UTF8.self))
    }

    private func post(
        _ body: String, to target: String = "/t/field", type: String = "application/x-www-form-urlencoded",
        headers: WebHeaders = ["Host": "10.0.0.1:8080"]
    ) async -> WebResponse {
        var headers = headers
        headers["Content-Type"] = type
        return await site.response(
            to: WebRequest(method: "POST", target: target, headers: headers, body: Array(body.utf8)))
    }

    // MARK: Reading

    @Test func `what others write is text and nothing else`() async {
        let hostile = "<script>alert('1')</script> & \"x\" \u{202E}\u{7}"
        node.add(Array(hostile.utf8), from: "dtn://<img src=x>/")
        node.add(Array(hostile.utf8), isOwn: true)
        for target in ["/t/field", "/t/field/news?since=0"] {
            let page = await get(target).text
            #expect(!page.contains("<script>alert") && !page.contains("<img src=x"))
            #expect(!page.contains("\u{202E}") && !page.contains("\u{7}"))
            #expect(page.contains("&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &amp;"))
        }
        #expect(await get("/t/field").text.contains("picked up by dtn://charlie/ 14:03"))
        #expect(!(await get("/").text.contains("<b>charlie")))
    }

    @Test func `pages load nothing from elsewhere and need no script to read and write`() async {
        node.add(Array("hello".utf8))
        let page = await get("/t/field").text
        for word in ["http://", "https://", "src=\"//", "@import"] { #expect(!page.contains(word)) }
        #expect(page.contains("<form id=\"end\" method=\"post\" action=\"/t/field\" enctype=\"multipart/form-data\">"))
        #expect(page.contains("hello"))
        let answer = await site.response(to: WebRequest(method: "GET", target: "/t/field", headers: ["Host": "bob"]))
        #expect(answer.headers["content-security-policy"]?.hasPrefix("default-src 'none';") == true)
        for (target, word) in [("/ferry.css", "prefers-color-scheme"), ("/ferry.js", "fetch(")] {
            #expect(await get(target).text.contains(word))
        }
    }

    @Test func `the front page leads to the topics`() async {
        let page = await get("/").text
        #expect(page.contains("<a href=\"/t/field#end\">field</a>"))
        #expect(page.contains("<a href=\"/t/a%26b#end\">a&amp;b</a>"))
        #expect(page.contains("near: &lt;b&gt;charlie"))
        let answer = await site.response(
            to: WebRequest(method: "GET", target: "/?topic=a%0Ab", headers: ["Host": "10.0.0.1"]))
        #expect(answer.status == 303 && answer.headers["location"] == "/t/a%0Ab")
    }

    @Test(arguments: [
        "/t/a%3Ab", "/t/" + String(repeating: "x", count: 65), "/t/a%20b", "/t/a%0Ab", "/x", "/t", "/t/a/b",
    ])
    func `what is no topic is refused`(target: String) async {
        #expect(await get(target).status == 404)
    }

    @Test(arguments: [
        ("evil.com", 421), ("10.0.0.1.evil.com", 421), ("", 421), ("1.2.3", 421), ("10.0.0.256", 421),
        ("10.0.0.1:8080", 200), ("bob:8080", 200), ("bob.local", 200), ("localhost", 200), ("[fe80::1]:8080", 200),
        ("[evil.com]", 421),
    ])
    func `only names are answered that nobody else can make lead here`(host: String, status: Int) async {
        #expect(await get("/", host: host).status == status)
    }

    @Test func `news come as JSON with the number of the change`() async {
        node.add(Array("hello".utf8))
        let news = await get("/t/field/news?since=41").text
        #expect(news.contains("\"revision\": \"42\"") && news.contains("hello"))
    }

    // MARK: Octets

    @Test func `a picture is shown, anything else is a file to save`() async {
        node.add([0xFF, 0xD8, 0xFF, 0xE0])
        let place = "/m/\(NodeDouble.digest)"
        #expect(await get("/t/field").text.contains("<img src=\"\(place)\""))
        var answer = await site.response(to: WebRequest(method: "GET", target: place, headers: ["Host": "bob"]))
        #expect(answer.headers["content-type"] == "image/jpeg")
        #expect(answer.headers["content-security-policy"] == "default-src 'none'; sandbox")
        let other = NodeDouble()
        other.add(Array("<html><script>1</script>".utf8))
        let second = FerrySite(secret: Self.secret, shown: Self.shown, ask: { other.answer($0) })
        answer = await second.response(to: WebRequest(method: "GET", target: place, headers: ["Host": "bob"]))
        #expect(answer.headers["content-type"] == "application/octet-stream")
        #expect(answer.headers["content-disposition"] == "attachment; filename=\"ferry-00000000.bin\"")
    }

    @Test(arguments: ["/m/", "/m/zz", "/m/..%2f..%2fetc%2fpasswd", "/m/" + String(repeating: "f", count: 32)])
    func `what is no message is not found`(target: String) async {
        #expect(await get(target).status == 404)
    }

    // MARK: Writing

    @Test func `a form sends a text, with the name of its writer`() async throws {
        let answer = await post("token=\(Self.secret)&name=Kim+%3Cb%3E&text=dinner%0D%0Aat+six%3F%0D%0A")
        #expect(answer.status == 303 && answer.headers["location"] == "/t/field#end")
        let submission = try #require(node.submissions.first)
        #expect("\(submission.destination)" == "dtn://topic/~field")
        #expect(String(decoding: submission.payload, as: UTF8.self) == "Kim <b>: dinner\nat six?")
        let cookie = try #require(answer.headers["set-cookie"])
        #expect(cookie.hasPrefix("ferry-name=Kim%20%3Cb%3E; Path=/;") && cookie.contains("SameSite=Strict"))
    }

    @Test func `a file is sent as it is, and its name goes nowhere`() async {
        let body = """
            --x\r\nContent-Disposition: form-data; name="token"\r\n\r\n\(Self.secret)\r
            --x\r\nContent-Disposition: form-data; name="text"\r\n\r\n\r
            --x\r\nContent-Disposition: form-data; name="file"; filename="../../etc/passwd"\r
            Content-Type: text/html\r\n\r\n<b>\r
            --x--\r\n
            """
        #expect(await post(body, type: "multipart/form-data; boundary=x").status == 303)
        #expect(node.submissions.map(\.payload) == [Array("<b>".utf8)])
    }

    @Test func `forms of other sites, of other runs and of nobody are refused`() async {
        let form = "token=\(Self.secret)&text=x"
        #expect(await post("text=x").status == 403)
        #expect(await post("token=\(Self.secret.dropLast())x&text=x").status == 403)
        #expect(await post(form, headers: ["Host": "10.0.0.1:8080", "Origin": "http://evil.com"]).status == 403)
        #expect(await post(form, headers: ["Host": "10.0.0.1:8080", "Origin": "null"]).status == 403)
        #expect(await post(form, headers: ["Host": "evil.com", "Origin": "http://evil.com"]).status == 421)
        #expect(node.submissions.isEmpty)
        #expect(await post(form, headers: ["Host": "10.0.0.1:8080", "Origin": "http://10.0.0.1:8080"]).status == 303)
    }

    @Test func `an empty form sends nothing, and too much is refused with a reason`() async {
        #expect(await post("token=\(Self.secret)&text=+%0A").status == 303)
        let long = await post("token=\(Self.secret)&text=" + String(repeating: "x", count: 4001))
        #expect(long.status == 413)
        #expect(await post("{}", type: "application/json").status == 400)
        #expect(await post("--x", type: "multipart/form-data; boundary=x").status == 400)
        #expect(node.submissions.isEmpty)
        node.refuse("the store is full")
        let full = await post("token=\(Self.secret)&text=x")
        #expect(full.status == 503)
        #expect(String(decoding: full.body, as: UTF8.self) == "not sent: the store is full\n")
    }

    @Test func `only posts have bodies, and of a limited size`() {
        func admission(_ method: String, host: String = "bob") -> WebAdmission {
            site.admission(of: WebRequest(method: method, target: "/t/field", headers: ["Host": host]))
        }
        #expect(admission("GET") == .accept(mostBytes: 0))
        #expect(admission("POST") == .accept(mostBytes: (12 << 20) + 65_536))
        for refused in [admission("PUT"), admission("POST", host: "evil.com")] {
            guard case .refuse = refused else {
                Issue.record("\(refused)")
                continue
            }
        }
    }
}
