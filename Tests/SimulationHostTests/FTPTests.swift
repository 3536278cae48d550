import DroneSimulation
import Testing

@testable import SimulationHost

struct FTPSessionTests {
    private func replies(_ lines: String...) -> [FTPSession.Order] {
        var session = FTPSession(version: "2.4.8\n")
        return lines.flatMap { session.handle($0) }
    }

    @Test(arguments: [
        ("USER anonymous", "331"), ("user anonymous", "331"), ("PASS me@here", "230"), ("PASS", "230"),
        ("SYST", "215"), ("TYPE I", "200"), ("PWD", "257"), ("CWD /", "250"), ("CWD /etc", "550"), ("CWD ..", "550"),
        ("SIZE version.txt", "213"), ("SIZE /etc/passwd", "550"), ("RETR ../../etc/passwd", "550"),
        ("STOR version.txt", "550"), ("DELE version.txt", "550"), ("PORT 127,0,0,1,0,80", "502"),
        ("EPRT |1|127.0.0.1|80|", "502"), ("LIST", "425"), ("RETR version.txt", "425"), ("HELLO", "500"), ("", "500"),
        ("   ", "500"), ("EPSV ALL", "200"), ("QUIT", "221"),
    ])
    func `every command has its reply`(line: String, code: String) {
        guard case .reply(let text)? = replies(line).first else {
            Issue.record("no reply to \(line)")
            return
        }
        #expect(text.hasPrefix(code))
    }

    @Test func `a passive port serves one transfer`() {
        #expect(
            replies("PASV", "RETR version.txt", "RETR version.txt") == [
                .openPassive(.pasv), .reply("150 Here it comes"), .transfer(Array("2.4.8\n".utf8)),
                .reply("425 Use PASV or EPSV first"),
            ])
    }

    @Test func `listings name the file`() {
        guard case .transfer(let bytes)? = replies("EPSV", "NLST").last else {
            Issue.record("no listing")
            return
        }
        #expect(String(decoding: bytes, as: UTF8.self) == "version.txt\r\n")
        guard case .transfer(let long)? = replies("EPSV", "LIST -la /").last else {
            Issue.record("no listing")
            return
        }
        #expect(String(decoding: long, as: UTF8.self).hasSuffix(" 6 Jan  1  2000 version.txt\r\n"))
    }
}

@Suite(.serialized, .timeLimit(.minutes(2)))
struct FTPServerTests {
    private func connected() async throws -> (SimulationHost, LoopbackSocket) {
        let host = try await SimulationHost.start(HostSettings(ports: .ephemeral))
        let client = LoopbackSocket(.stream)
        #expect(client.connect(to: host.ports.ftp))
        #expect(client.receiveLine().hasPrefix("220"))
        return (host, client)
    }

    private func ask(_ client: LoopbackSocket, _ line: String) -> String {
        client.write(line + "\r\n")
        return client.receiveLine()
    }

    /// The port in `229 … (|||port|)` or `227 … (h,h,h,h,p,p)`.
    private func port(_ reply: String) -> Int {
        let numbers = reply.dropFirst(4).split { !$0.isNumber }.compactMap { Int($0) }
        return reply.hasPrefix("229") ? numbers.last ?? 0 : (numbers.dropLast().last ?? 0) * 256 + (numbers.last ?? 0)
    }

    @Test(arguments: ["PASV", "EPSV"])
    func `version_txt is fetched in passive mode`(mode: String) async throws {
        let (host, client) = try await connected()
        #expect(ask(client, "USER anonymous").hasPrefix("331"))
        #expect(ask(client, "PASS x").hasPrefix("230"))
        let data = LoopbackSocket(.stream)
        #expect(data.connect(to: port(ask(client, mode))))
        client.write("RETR version.txt\r\n")
        #expect(data.receiveRest() == "2.4.8\n")
        var replies = client.receiveLine()
        if !replies.contains("226") { replies += client.receiveLine() }
        #expect(replies.hasPrefix("150") && replies.contains("226 Done"))
        #expect(ask(client, "QUIT").hasPrefix("221"))
        await host.stop()
    }

    @Test func `a line without end closes the session`() async throws {
        let (host, client) = try await connected()
        client.write(String(repeating: "A", count: 5000))
        #expect(client.receiveLine().hasPrefix("500"))
        await host.stop()
    }

    @Test func `a ninth session is turned away, and a closed one makes room`() async throws {
        let (host, first) = try await connected()
        var clients = [first]
        for _ in 0..<7 {
            let client = LoopbackSocket(.stream)
            #expect(client.connect(to: host.ports.ftp))
            #expect(client.receiveLine().hasPrefix("220"))
            clients.append(client)
        }
        let ninth = LoopbackSocket(.stream)
        _ = ninth.connect(to: host.ports.ftp)
        #expect(ninth.receive().isEmpty)
        #expect(ask(first, "QUIT").hasPrefix("221"))
        #expect(first.receive().isEmpty)
        while await host.openConnections() > 7 { await Task.yield() }
        let tenth = LoopbackSocket(.stream)
        #expect(tenth.connect(to: host.ports.ftp))
        #expect(tenth.receiveLine().hasPrefix("220"))
        await host.stop()
    }

    @Test func `rubbish is answered and never closes more than its own session`() async throws {
        let (host, client) = try await connected()
        for line in ["\u{FFFD}\u{0}", "RETR", "PASV PASV", "EPSV 2", "RETR \u{7F}", "RNFR a", "LIST ../.."] {
            #expect(!ask(client, line).isEmpty)
        }
        await host.stop()
    }
}
