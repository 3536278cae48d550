import DroneModel
import Testing
import WebExchange

@testable import PayloadJournal

struct StoredRequestTests {
    private static let stored = StoredRequest(
        WebRequest(
            method: "POST", target: "/photo?time=1", headers: ["Content-Type": "image/jpeg", "User-Agent": "a b"],
            body: [1, 13, 10, 13, 10, 2], remote: "10.0.0.7"),
        device: "side", user: "kim", arrival: UTCTime(nanoseconds: 1_700_000_000_123_456_789))

    private func read(_ bytes: [UInt8]) -> StoredRequest? {
        guard let head = StoredRequest.head(bytes), bytes.count >= head.count + head.length else { return nil }
        return StoredRequest(head, message: Array(bytes[head.count..<(head.count + head.length)]))
    }

    @Test func `a record has these bytes`() {
        let text = String(decoding: Self.stored.encoded(number: 3), as: UTF8.self)
        #expect(
            text.hasPrefix(
                "WARC/1.1\r\nWARC-Type: request\r\nWARC-Record-ID: <urn:stork:1700000000123456789-3>\r\n"
                    + "WARC-Date: 2023-11-14T22:13:20.123456789Z\r\nWARC-IP-Address: 10.0.0.7\r\n"
                    + "Content-Type: application/http;msgtype=request\r\nWARC-Block-Digest: crc32c:"))
        #expect(
            text.hasSuffix(
                "Content-Length: 99\r\n\r\nPOST /photo?time=1 HTTP/1.1\r\nContent-Type: image/jpeg\r\n"
                    + "User-Agent: a b\r\nContent-Length: 6\r\n\r\n\u{1}\r\n\r\n\u{2}\r\n\r\n"))
    }

    @Test func `a record goes there and back`() {
        #expect(read(Self.stored.encoded(number: 0)) == Self.stored)
        let bare = StoredRequest(
            WebRequest(method: "GET", target: "/"), device: nil, user: nil, arrival: UTCTime(nanoseconds: 0))
        #expect(read(bare.encoded(number: 0)) == bare)
    }

    @Test func `every cut and every changed byte of the message is noticed`() {
        let bytes = Self.stored.encoded(number: 0)
        for length in 0..<(bytes.count - 4) { #expect(read(Array(bytes[..<length])) == nil, "\(length)") }
        for index in (bytes.count - 110)..<(bytes.count - 4) {
            var changed = bytes
            changed[index] ^= 1
            #expect(read(changed) == nil, "\(index)")
        }
    }

    @Test(arguments: ["-1", "99999999999999999999", "abc", ""]) func `a lying length is no record`(length: String) {
        let text = "WARC/1.1\r\nWARC-Type: request\r\nContent-Length: \(length)\r\n\r\nGET / HTTP/1.1\r\n\r\n"
        #expect(StoredRequest.head(Array(text.utf8)) == nil)
    }

    @Test func `nothing secret is kept`() {
        let request = WebRequest(
            method: "POST", target: "/", headers: ["authorization": "Bearer secret", "Cookie": "ulogger=secret"])
        let stored = StoredRequest(request, device: nil, user: nil, arrival: UTCTime(nanoseconds: 0))
        #expect(!String(decoding: stored.encoded(number: 0), as: UTF8.self).contains("secret"))
    }

    @Test func `line ends in what a client sent begin no header`() {
        let request = WebRequest(
            method: "GET", target: "/a\r\nX: y", headers: ["A\r\nB": "c\r\nContent-Length: 999"])
        let stored = StoredRequest(request, device: "d\r\nX: y", user: nil, arrival: UTCTime(nanoseconds: 0))
        let back = read(stored.encoded(number: 0))
        #expect(back?.request.headers.fields.count == 1)
        #expect(back?.device == "dX: y")
    }
}
