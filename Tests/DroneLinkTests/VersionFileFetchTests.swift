import DroneModel
import Testing

@testable import DroneLink

/// A whole conversation as an AR.Drone's FTP server leads it.
private let conversation: [(reply: String, answer: VersionFileFetch.Output)] = [
    ("220 Operation successful\r\n", .send("USER anonymous\r\n")),
    ("230 Operation successful\r\n", .send("TYPE I\r\n")),
    ("200 Operation successful\r\n", .send("PASV\r\n")),
]

@Suite struct VersionFileFetchTests {
    /// A fetch that has asked for the file.
    private func retrieving() -> VersionFileFetch {
        var fetch = VersionFileFetch()
        for (reply, _) in conversation { _ = fetch.receive(Array(reply.utf8)) }
        _ = fetch.receive(Array("227 PASV ok (192,168,1,1,4,12)\r\n".utf8))
        return fetch
    }

    @Test func `the maker's server is led to the file and out again`() {
        var fetch = VersionFileFetch()
        for (reply, answer) in conversation { #expect(fetch.receive(Array(reply.utf8)) == [answer]) }
        #expect(
            fetch.receive(Array("227 PASV ok (192,168,1,1,4,12)\r\n".utf8))
                == [.openData(port: 1036), .send("RETR version.txt\r\n")])
        #expect(fetch.receive(Array("150 Opening BINARY connection\r\n".utf8)).isEmpty)
        #expect(fetch.receive(file: Array("2.4".utf8)).isEmpty)
        #expect(fetch.receive(file: Array(".8\n".utf8)).isEmpty)
        #expect(fetch.dataClosed() == [.send("QUIT\r\n"), .done(FirmwareVersion(2, 4, 8))])
    }

    @Test func `a server that wants a password, speaks in many lines and is cut anywhere is understood`() {
        let text =
            "220-hello\r\n220 ready\r\n331 password\r\n230-welcome\r\n230 in\r\n200 ok\r\n227 =0,0,0,0,255,255\r\n"
        var whole = VersionFileFetch()
        let expected = whole.receive(Array(text.utf8))
        #expect(expected.last == .send("RETR version.txt\r\n"))
        for split in 0...text.utf8.count {
            var fetch = VersionFileFetch()
            let bytes = Array(text.utf8)
            #expect(fetch.receive(Array(bytes[..<split])) + fetch.receive(Array(bytes[split...])) == expected)
        }
    }

    @Test(arguments: [
        "530 not allowed\r\n", "421 too many\r\n", "500 what\r\n", String(repeating: "x", count: 600),
        "\u{0}\u{1}ABC 999 x\n220\n999 \n",
    ])
    func `a refusal or rubbish ends the fetch with a reason or is waited out, and never traps`(reply: String) {
        var fetch = VersionFileFetch()
        for output in fetch.receive(Array(reply.utf8)) {
            guard case .failed(let reason) = output else { continue }
            #expect(!reason.isEmpty)
        }
        #expect(!fetch.receive(Array("220 x\r\n".utf8)).contains(.openData(port: 0)))
    }

    @Test func `a file too long, empty or without a version is refused`() {
        var long = retrieving()
        #expect(
            long.receive(file: [UInt8](repeating: 50, count: 300)) == [.failed("version.txt has more than 256 bytes")])
        var empty = retrieving()
        #expect(empty.dataClosed() == [.failed("version.txt holds no version")])
        var words = retrieving()
        _ = words.receive(file: Array("hello".utf8))
        #expect(words.dataClosed() == [.failed("version.txt holds no version")])
    }

    @Test(arguments: [
        ("227 Entering Passive Mode (192,168,1,1,4,12).", Int?(1036)), ("227 (1,2,3,4,0,0)", nil),
        ("227 (1,2,3,4,256,1)", nil), ("227 1,2,3", nil), ("227", nil), ("227 (1,2,3,4,255,255)", 65535),
        ("227 (1,2,3,4,99999999999999999999,1)", nil),
    ])
    func `the port of a passive reply is its last two numbers`(reply: String, port: Int?) {
        #expect(VersionFileFetch.port(inPassiveReply: reply) == port)
    }
}
