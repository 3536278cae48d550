/// A response of HTTP as a value. The server adds the length of the body.
public struct WebResponse: Equatable, Sendable {
    /// The status code, 200…599.
    public var status: Int
    /// The header fields.
    public var headers: WebHeaders
    /// The body.
    public var body: [UInt8]

    /// A response.
    public init(status: Int, headers: WebHeaders = [:], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// A line of text; the answer to whoever did something wrong: what, where, what to do.
    public static func text(_ text: String, status: Int = 200) -> WebResponse {
        WebResponse(
            status: status, headers: ["Content-Type": "text/plain; charset=utf-8"], body: Array((text + "\n").utf8))
    }

    /// JSON that is already text.
    public static func json(_ text: String, status: Int = 200) -> WebResponse {
        WebResponse(
            status: status, headers: ["Content-Type": "application/json; charset=utf-8"], body: Array(text.utf8))
    }

    /// A page of HTML that loads nothing from elsewhere.
    public static func page(_ html: String, status: Int = 200) -> WebResponse {
        WebResponse(
            status: status,
            headers: [
                "Content-Type": "text/html; charset=utf-8", "Referrer-Policy": "no-referrer",
                "Content-Security-Policy":
                    "default-src 'self'; img-src 'self' data:; style-src 'unsafe-inline'; script-src 'self' 'unsafe-inline'",
            ], body: Array(html.utf8))
    }
}

/// What is decided from the head of a request, before its body is read.
public enum WebAdmission: Equatable, Sendable {
    /// The body is read, up to so many bytes.
    case accept(mostBytes: Int)
    /// Nothing more is read; this is the answer.
    case refuse(WebResponse)
}

/// What answers the requests of a port.
public protocol WebApplication: Sendable {
    /// Decides from the head alone whether the body is worth reading.
    ///
    /// - Parameter head: The request, its body empty.
    func admission(of head: WebRequest) -> WebAdmission

    /// Answers a whole request; may take its time.
    func response(to request: WebRequest) async -> WebResponse
}
