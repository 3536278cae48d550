import FerryChat
import MessageFerry

/// The pages as HTML. What comes from outside passes ``HTMLText`` on the line that places it.
enum FerryPage {
    /// What the form of a topic holds beforehand.
    struct Form {
        var token: String
        var name: String
        var largestFile: Int
    }

    static func front(_ glance: FerryGlance, topics: [String]) -> String {
        let items = topics.map {
            "<li><a href=\"/t/\(HTMLText.pathPart($0))#end\">\(HTMLText.escaped($0))</a></li>"
        }.joined(separator: "\n")
        return page(
            title: "Ferry \(short(glance.node))",
            """
            <header><h1>\(HTMLText.escaped(short(glance.node)))</h1>
            <p id="near">\(near(glance))</p></header>
            <main class="front">
            <h2>Topics</h2>
            \(topics.isEmpty ? "<p>Nothing has been said yet.</p>" : "<ul class=\"topics\">\(items)</ul>")
            <form method="get" action="/"><label>Open a topic, or begin one
            <input name="topic" maxlength="64" pattern="[^\\s:/]+" required autocapitalize="none" autocomplete="off"></label>
            <button>Open</button></form>
            <p class="small">\(glance.bundles) bundles on board, \(octets(glance.octets)) of \(octets(glance.quota)).
            Messages go on with whoever passes by: a carrier takes them to people who are not connected to this
            place.</p>
            </main>
            """)
    }

    static func topic(
        _ topic: String, _ glance: FerryGlance, _ messages: [ShownMessage], revision: UInt64, form: Form
    ) -> String {
        let place = HTMLText.pathPart(topic)
        let name = HTMLText.escaped(topic)
        let isTaken = glance.subscriptions.contains { "dtn://topic/~\(topic)".hasPrefix($0) }
        let warning =
            isTaken
            ? ""
            : "<p class=\"warning\">This node takes nothing of this topic from others: add it to subscribe in ferry.yaml.</p>"
        return page(
            title: "\(topic) – ferry \(short(glance.node))",
            """
            <header><h1><a href="/" aria-label="All topics">‹</a> \(name)</h1>
            <p id="near">\(near(glance))</p></header>
            <main data-topic="\(place)" data-revision="\(revision)">
            \(warning)<ol id="messages">\(list(messages))</ol>
            <p id="state" class="small"><noscript><a href="/t/\(place)">Load again</a> to see what is new.</noscript></p>
            <form id="end" method="post" action="/t/\(place)" enctype="multipart/form-data">
            <input type="hidden" name="token" value="\(HTMLText.escaped(form.token))">
            <textarea name="text" rows="2" maxlength="4000" placeholder="Message" aria-label="Message"></textarea>
            <div class="row"><input name="name" maxlength="40" placeholder="Your name" aria-label="Your name" \
            value="\(HTMLText.escaped(form.name))" autocomplete="nickname">
            <button>Send</button></div>
            <label class="file">File, at most \(octets(form.largestFile)) <input type="file" name="file"></label>
            </form>
            </main>
            <script src="/ferry.js" defer></script>
            """)
    }

    /// The messages, without what is around them.
    static func list(_ messages: [ShownMessage]) -> String {
        if messages.isEmpty { return "<li class=\"none\">Nothing has been said yet.</li>" }
        return messages.map(item).joined(separator: "\n")
    }

    private static func item(_ message: ShownMessage) -> String {
        let chat = message.chat
        let when = [chat.day, chat.time].compactMap { $0 }.joined(separator: " ")
        let trust =
            switch chat.trust {
            case .unsigned: "<span class=\"unsigned\">unsigned</span>"
            case .verified: "<span class=\"verified\">✓ verified</span>"
            case .notVerified: "<span class=\"wrong\">✗ NOT verified</span>"
            case .unreadable: "<span class=\"wrong\">encrypted</span>"
            }
        return """
            <li\(chat.isOwn ? " class=\"own\"" : "")><p class="head"><b>\(HTMLText.escaped(chat.author))</b> \
            <time>\(when.isEmpty ? "time n/a" : HTMLText.escaped(when))</time> \(trust)</p>
            \(content(message))\(chat.isOwn ? fate(chat) : "")</li>
            """
    }

    private static func content(_ message: ShownMessage) -> String {
        if message.chat.trust == .unreadable { return "<p class=\"text\">No key here opens it.</p>" }
        if let text = message.text { return "<p class=\"text\">\(HTMLText.escaped(text))</p>" }
        let place = "/m/\(HTMLText.pathPart(message.chat.id))"
        let words = "file, \(octets(message.size))"
        let inside = message.isPicture ? "<img src=\"\(place)\" alt=\"\(words)\" loading=\"lazy\">" : words
        return "<p class=\"text\"><a href=\"\(place)\">\(inside)</a></p>"
    }

    private static func fate(_ chat: ChatMessage) -> String {
        let steps = chat.shownSteps
        if steps.isEmpty { return "<p class=\"fate\">waiting</p>" }
        let isThere = steps.contains { $0.kind == .delivered }
        let words = steps.map { HTMLText.escaped($0.words) }.joined(separator: "<br>")
        return "<p class=\"fate\(isThere ? " there" : "")\">\(words)</p>"
    }

    /// Who is near, as HTML.
    static func near(_ glance: FerryGlance) -> String {
        if glance.contacts.isEmpty { return "nobody is near" }
        return "near: "
            + glance.contacts.map { HTMLText.escaped(short($0.node ?? $0.host)) }.joined(separator: ", ")
    }

    private static func page(title: String, _ body: String) -> String {
        """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>\(HTMLText.escaped(title))</title>
        <link rel="stylesheet" href="/ferry.css"></head>
        <body>
        \(body)
        </body></html>

        """
    }

    /// A node as people call it.
    private static func short(_ node: String) -> String {
        guard node.hasPrefix("dtn://") else { return node }
        let name = node.dropFirst(6)
        return String(name.last == "/" ? name.dropLast() : name)
    }

    /// A size as people read it, decimal units.
    static func octets(_ count: Int) -> String {
        switch count {
        case ..<10_000: "\(count) B"
        case ..<10_000_000: "\(count / 1000) kB"
        case ..<10_000_000_000: "\(count / 1_000_000) MB"
        default: "\(count / 1_000_000_000) GB"
        }
    }
}
