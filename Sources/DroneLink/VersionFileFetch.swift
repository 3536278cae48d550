import DroneModel

/// Fetches `version.txt` from the drone's FTP server as a value: replies in, commands out.
///
///     greeting --220--> user --331/230--> password --230--> binary --200--> passive --227--> retrieving --226--> done
///
/// Reading `version.txt` is the only thing ever done there: FTP gives full control over a drone.
struct VersionFileFetch: Equatable, Sendable {
    enum Limit {
        /// A reply line of a drone has under 100 bytes.
        static let line = 512
        /// `version.txt` has six bytes or so.
        static let file = 256
    }

    enum Output: Equatable, Sendable {
        case send(String)
        /// Connect to this port of the drone for the file's bytes. The address in the reply is not used: behind a
        /// router, or from a hostile server, it is not the drone's.
        case openData(port: Int)
        case done(FirmwareVersion)
        case failed(String)
    }

    private enum State: Equatable { case greeting, user, password, binary, passive, retrieving, over }

    private var state = State.greeting
    private var line: [UInt8] = []
    private var file: [UInt8] = []

    /// Bytes of the command connection, in any split.
    mutating func receive(_ bytes: [UInt8]) -> [Output] {
        var outputs: [Output] = []
        for byte in bytes where state != .over {
            if byte == 0x0A {
                outputs += reply(String(decoding: line, as: UTF8.self))
                line = []
            } else if line.count < Limit.line {
                line.append(byte)
            } else {
                outputs += fail("a reply line has more than \(Limit.line) bytes")
            }
        }
        return outputs
    }

    /// Bytes of the data connection.
    mutating func receive(file bytes: [UInt8]) -> [Output] {
        guard state == .retrieving else { return [] }
        file += bytes
        return file.count > Limit.file ? fail("version.txt has more than \(Limit.file) bytes") : []
    }

    /// The data connection was closed: the file is complete.
    mutating func dataClosed() -> [Output] {
        guard state == .retrieving else { return [] }
        guard let version = FirmwareVersion(String(decoding: file, as: UTF8.self)) else {
            return fail("version.txt holds no version")
        }
        state = .over
        return [.send("QUIT\r\n"), .done(version)]
    }

    private mutating func reply(_ text: String) -> [Output] {
        // Continuation lines ("230-…") carry nothing that matters.
        guard text.count >= 3, let code = Int(text.prefix(3)), text.dropFirst(3).first != "-" else { return [] }
        switch (state, code) {
        case (.greeting, 220): return go(.user, "USER anonymous")
        case (.user, 331): return go(.password, "PASS stork")
        case (.user, 230), (.password, 230): return go(.binary, "TYPE I")
        case (.binary, 200): return go(.passive, "PASV")
        case (.passive, 227):
            guard let port = Self.port(inPassiveReply: text) else { return fail("no port in “\(text.prefix(80))”") }
            return [.openData(port: port)] + go(.retrieving, "RETR version.txt")
        case (.retrieving, 125), (.retrieving, 150), (.retrieving, 226): return []
        case (_, 100..<200): return []
        default: return fail("the drone answered “\(text.prefix(80).filter { !$0.isNewline })”")
        }
    }

    private mutating func go(_ next: State, _ command: String) -> [Output] {
        state = next
        return [.send(command + "\r\n")]
    }

    private mutating func fail(_ reason: String) -> [Output] {
        state = .over
        return [.failed(reason)]
    }

    /// The port of `227 Entering Passive Mode (192,168,1,1,4,12)`: the last two of six numbers.
    static func port(inPassiveReply text: String) -> Int? {
        let numbers = text.dropFirst(3).split { !$0.isASCII || !$0.isNumber }.map { Int($0) ?? -1 }
        guard numbers.count >= 6 else { return nil }
        let (high, low) = (numbers[4], numbers[5])
        guard (0...255).contains(high), (0...255).contains(low), high * 256 + low > 0 else { return nil }
        return high * 256 + low
    }
}
