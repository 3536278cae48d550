import Testing
import WebExchange

struct WebRequestTests {
    @Test(arguments: [
        ("/", []), ("/osmand?lat=1", ["osmand"]), ("//a//b/", ["a", "b"]), ("/../../etc/passwd", ["etc", "passwd"]),
        ("/%2e%2e/%2Fetc", ["/etc"]), ("/a%20b#c", ["a b"]), ("", []), ("*", ["*"]),
    ])
    func `paths are their parts and lead out of nothing`(target: String, parts: [String]) {
        #expect(WebRequest(method: "GET", target: target).path == parts)
    }

    @Test func `fields of the query are decoded`() {
        let query = WebRequest(method: "GET", target: "/?a=1&B=x+y%21&c&=d&e=%zz&a=2#f").query
        #expect(query["a"] == "1")
        #expect(query["b"] == "x y!")
        #expect(query["c"] == nil)
        #expect(query["missing", "e"] == "%zz")
        #expect(query.fields.count == 6)
    }

    @Test func `no more fields are read than the limit`() {
        let body = Array(String(repeating: "a=b&", count: 100_000).utf8)
        #expect(FormFields(body).fields.count == FormFields.mostFields)
    }

    @Test func `credentials are read, whatever the case of the scheme`() {
        var request = WebRequest(method: "GET", target: "/", headers: ["authorization": "bAsIc a2ltOng6eQ=="])
        #expect(request.basicCredentials?.user == "kim")
        #expect(request.basicCredentials?.password == "x:y")
        #expect(request.bearerToken == nil)
        request.headers["Authorization"] = "Bearer t"
        #expect(request.bearerToken == "t")
        #expect(request.basicCredentials == nil)
        request.headers["Cookie"] = "a=1; ulogger=abc"
        #expect(request.cookie("ulogger") == "abc")
    }

    @Test(arguments: ["Basic", "Basic ", "Basic !!!", "Basic a2lt", "Digest a2ltOng=", ""])
    func `credentials that are none are none`(value: String) {
        let request = WebRequest(method: "GET", target: "/", headers: ["Authorization": value])
        #expect(request.basicCredentials == nil)
    }

    @Test func `the media type is without parameters`() {
        let request = WebRequest(method: "POST", target: "/", headers: ["content-type": "Image/JPEG ; q=1"])
        #expect(request.mediaType == "image/jpeg")
    }

    @Test(arguments: ["", "f", "fo", "foo", "foob", "fooba", "foobar"])
    func `Base64 goes there and back`(text: String) {
        let encoded = Base64Text.encode(Array(text.utf8))
        #expect(Base64Text.decode(encoded) == Array(text.utf8))
    }

    @Test func `Base64 of RFC 4648`() {
        #expect(Base64Text.encode(Array("foobar".utf8)) == "Zm9vYmFy")
        #expect(Base64Text.encode(Array("fooba".utf8)) == "Zm9vYmE=")
        #expect(Base64Text.decode("-_-_") == [0xFB, 0xFF, 0xBF])
        for bad in ["Z", "Zm9v!", "Zg==Zg==", "é"] { #expect(Base64Text.decode(bad) == nil) }
    }

    @Test func `percent signs go there and back`() {
        let text = "a b/ü?&=%+"
        #expect(PercentText.decode(Array(PercentText.encode(text).utf8)) == text)
        #expect(PercentText.encode("a b") == "a%20b")
    }
}
