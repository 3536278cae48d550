import StationServer
import Synchronization
import Testing
import WebExchange

/// Says what it was asked, and refuses whatever is under `/closed`.
private struct Echo: WebApplication {
    func admission(of head: WebRequest) -> WebAdmission {
        if head.path.first == "closed" { return .refuse(.text("closed today", status: 403)) }
        return .accept(mostBytes: head.path.first == "short" ? 1000 : .max)
    }

    func response(to request: WebRequest) async -> WebResponse {
        .text("\(request.method) \(request.target) \(request.body.count) from \(request.remote)")
    }
}

@Suite(.serialized, .timeLimit(.minutes(2))) struct StationServerTests {
    /// Runs a station on a free port while `body` runs.
    private func withStation(
        _ change: (inout StationServerSettings.Limits) -> Void = { _ in },
        _ body: @escaping @Sendable (_ port: Int, _ server: StationServer) async throws -> Void
    ) async throws {
        var settings = StationServerSettings(port: 0)
        change(&settings.limits)
        let server = StationServer(settings, Echo())
        let (ports, found) = AsyncStream.makeStream(of: Int.self)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run { found.yield($0) } }
            var iterator = ports.makeAsyncIterator()
            let port = try #require(await iterator.next())
            try await body(port, server)
            group.cancelAll()
        }
    }

    @Test func `a request comes as a value, and the connection stays for the next`() async throws {
        try await withStation { port, server in
            let client = try #require(LoopbackClient(port: port))
            client.write("POST /a?b=c HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nxyz")
            #expect(client.read(until: "127.0.0.1\n").hasSuffix("\r\n\r\nPOST /a?b=c 3 from 127.0.0.1\n"))
            client.write("GET /again HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            #expect(client.readAll().hasSuffix("GET /again 0 from 127.0.0.1\n"))
            #expect(server.counts.requests == 2)
        }
    }

    @Test func `HEAD has the length and no body`() async throws {
        try await withStation { port, _ in
            let client = try #require(LoopbackClient(port: port))
            client.write("HEAD / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            let answer = client.readAll()
            #expect(answer.hasSuffix("\r\n\r\n"))
            #expect(answer.lowercased().contains("content-length: 24\r\n"))
        }
    }

    @Test func `a client that asks before it sends is told to go on`() async throws {
        try await withStation { port, _ in
            let client = try #require(LoopbackClient(port: port))
            client.write("PUT /p HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n")
            #expect(client.read(until: "\r\n\r\n").hasPrefix("HTTP/1.1 100 Continue"))
            client.write("ab")
            #expect(client.read(until: "127.0.0.1\n").contains("PUT /p 2 from"))
        }
    }

    @Test func `a length beyond the limit is refused before the body comes`() async throws {
        try await withStation { port, server in
            let client = try #require(LoopbackClient(port: port))
            client.write("POST /short HTTP/1.1\r\nHost: x\r\nContent-Length: 50000000\r\n\r\n")
            #expect(client.read(until: "are taken\n").contains("413"))
            #expect(server.counts.refused == 1)
        }
    }

    @Test func `fifty megabytes of chunks are refused with a reason, and the next client is served`() async throws {
        try await withStation { port, _ in
            let client = try #require(LoopbackClient(port: port))
            client.write("POST /short HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
            let chunk = Array("100000\r\n".utf8) + [UInt8](repeating: 0x61, count: 1 << 20) + Array("\r\n".utf8)
            for _ in 0..<50 where !client.write(chunk) { break }
            #expect(client.read(until: "are taken\n").contains("too long: at most 1000 bytes are taken"))
            let next = try #require(LoopbackClient(port: port))
            next.write("GET /next HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            #expect(next.readAll().contains("GET /next"))
        }
    }

    @Test func `the application refuses by the head alone`() async throws {
        try await withStation { port, _ in
            let client = try #require(LoopbackClient(port: port))
            client.write("POST /closed HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbody")
            let answer = client.readAll()
            #expect(answer.contains("403"))
            #expect(answer.hasSuffix("closed today\n"))
        }
    }

    @Test(arguments: [
        ("GET / HTTP/1.1\r\nX-Sl", "no request came"),
        ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc", "too long: send it faster"),
        ("", "no request came"),
    ])
    func `a client that dawdles is told so and closed`(beginning: String, reason: String) async throws {
        try await withStation {
            $0.headPatience = .milliseconds(100)
            $0.bodyPatience = .milliseconds(100)
        } _: { port, server in
            let client = try #require(LoopbackClient(port: port))
            client.write(beginning)
            let answer = client.readAll()
            #expect(answer.contains("408"))
            if !reason.isEmpty { #expect(answer.contains(reason.split(separator: ":")[0])) }
            #expect(server.counts.refused == 1)
        }
    }

    @Test func `connections beyond those of one address are refused with a reason`() async throws {
        try await withStation {
            $0.mostConnectionsPerAddress = 20
        } _: { port, server in
            let clients = (0..<200).compactMap { _ in LoopbackClient(port: port) }
            #expect(clients.count == 200)
            for client in clients[20...] {
                let answer = client.readAll()
                #expect(answer.contains("503"))
                #expect(answer.contains("too many connections from 127.0.0.1"))
            }
            clients[7].write("GET /seven HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            #expect(clients[7].readAll().contains("GET /seven"))
            #expect(server.counts.refused == 180)
        }
    }

    @Test func `requests beyond the rate are refused`() async throws {
        try await withStation {
            $0.requestsPerSecond = 0.001
            $0.requestBurst = 2
        } _: { port, _ in
            let client = try #require(LoopbackClient(port: port))
            for _ in 0..<2 {
                client.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
                #expect(client.read(until: "127.0.0.1\n").contains("200"))
            }
            client.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(client.read(until: "a second\n").contains("429"))
        }
    }

    @Test func `uploads beyond the common memory are refused, and it is given back`() async throws {
        try await withStation {
            $0.mostBufferedBytes = 1000
        } _: { port, _ in
            let first = try #require(LoopbackClient(port: port))
            first.write("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 2000\r\n\r\n")
            first.write([UInt8](repeating: 0x61, count: 2000))
            #expect(first.readAll().contains("busy with other uploads"))
            for _ in 0..<3 {
                let next = try #require(LoopbackClient(port: port))
                next.write("POST /b HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 900\r\n\r\n")
                next.write([UInt8](repeating: 0x61, count: 900))
                #expect(next.readAll().contains("POST /b 900"))
            }
        }
    }

    /// What clients send by mistake or on purpose.
    enum Nonsense: String, CaseIterable {
        case controls = "\u{1}\u{2}\u{3}\r\n\r\n"
        case noTarget = "GET\r\n\r\n"
        case newVersion = "GET / HTTP/9.9\r\n\r\n"
        case negativeLength = "POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n"
        case twoLengths = "POST / HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n"
        case badChunk = "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"
        case longHeader

        var bytes: String {
            self == .longHeader ? "GET / HTTP/1.1\r\nX: \(String(repeating: "y", count: 40_000))\r\n\r\n" : rawValue
        }
    }

    @Test(arguments: Nonsense.allCases)
    func `what is no HTTP gets status 400 and ends`(nonsense: Nonsense) async throws {
        try await withStation { port, _ in
            let client = try #require(LoopbackClient(port: port))
            client.write(nonsense.bytes)
            let answer = client.readAll()
            #expect(answer.hasPrefix("HTTP/1.1 400") || answer.hasPrefix("HTTP/1.1 431"), "\(answer.prefix(80))")
            let next = try #require(LoopbackClient(port: port))
            next.write("GET /next HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            #expect(next.readAll().contains("GET /next"))
        }
    }

    @Test func `a port that is taken is an error that says so`() async throws {
        try await withStation { port, _ in
            let second = StationServer(StationServerSettings(port: port), Echo())
            await #expect(throws: StationServerError.self) { try await second.run { _ in } }
        }
    }
}
