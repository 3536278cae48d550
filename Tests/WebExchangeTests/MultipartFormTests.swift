import Testing

@testable import WebExchange

struct MultipartFormTests {
    private static let type = "multipart/form-data; boundary=\"xY\""
    private static let body =
        "--xY\r\nContent-Disposition: form-data; name=\"lat\"\r\n\r\n59.97\r\n--xY\r\n"
        + "Content-Disposition: form-data; name=\"image\"; filename=\"../../up load\"\r\nContent-Type: image/jpeg\r\n"
        + "Content-Transfer-Encoding: binary\r\n\r\n\u{1}\r\n--x\r\n\r\n--xY--\r\n"

    @Test(arguments: ["", "\r\n", "a preamble\r\n"])
    func `fields and files are read, whatever stands before`(before: String) throws {
        let form = try MultipartForm(Array((before + Self.body).utf8), contentType: Self.type)
        #expect(form.parts.count == 2)
        #expect(form.text("lat") == "59.97")
        #expect(form.parts[1].filename == "../../up load")
        #expect(form.parts[1].mediaType == "image/jpeg")
        #expect(form.parts[1].content == Array("\u{1}\r\n--x\r\n".utf8))
    }

    @Test func `every cut is an error`() {
        let whole = Array(Self.body.utf8)
        // The last four bytes are `--` and a line end: without the line end it is whole.
        for length in 0..<(whole.count - 2) {
            #expect(throws: MultipartProblem.self, "\(length)") {
                try MultipartForm(Array(whole[..<length]), contentType: Self.type)
            }
        }
    }

    @Test(arguments: [
        ("multipart/form-data", "--xY--", MultipartProblem.noBoundary),
        ("multipart/form-data; boundary=", "--xY--", .noBoundary),
        ("multipart/form-data; boundary=xY", "nothing", .noDelimiter),
        ("multipart/form-data; boundary=xY", "--xYz", .badDelimiter(offset: 4)),
        ("multipart/form-data; boundary=xY", "--xY\r\nContent-Type: a\r\n\r\n\r\n--xY--", .noName(offset: 4)),
        ("multipart/form-data; boundary=xY", "--xY\r\nnonsense\r\n\r\n\r\n--xY--", .badHeaders(offset: 4)),
    ])
    func `bad forms say why`(type: String, body: String, problem: MultipartProblem) {
        #expect(throws: problem) { try MultipartForm(Array(body.utf8), contentType: type) }
    }

    @Test func `endless parts and headers are refused`() {
        let part = "--xY\r\nContent-Disposition: form-data; name=a\r\n\r\n\r\n"
        #expect(throws: MultipartProblem.tooManyParts) {
            try MultipartForm(Array((String(repeating: part, count: 100) + "--xY--").utf8), contentType: Self.type)
        }
        let long = "--xY\r\nA: \(String(repeating: "b", count: 10_000))\r\n\r\n\r\n--xY--"
        #expect(throws: MultipartProblem.badHeaders(offset: 4)) {
            try MultipartForm(Array(long.utf8), contentType: Self.type)
        }
    }
}
