/// One anonymous, read-only FTP session with a single file: lines in, replies and orders out.
///
/// RFC 959 with EPSV of RFC 2428; what would write, and active mode, is refused. Nothing here depends on what the
/// client claims: it can neither name other files nor open connections to third parties.
struct FTPSession: Equatable, Sendable {
    /// What the shell around the session has to do.
    enum Order: Equatable, Sendable {
        /// Send this line.
        case reply(String)
        /// Open a port for one data connection and tell the client about it.
        case openPassive(PassiveReply)
        /// Send these bytes on the data connection, close it, and confirm.
        case transfer([UInt8])
        /// Close the session after what was sent.
        case close
    }

    /// How the client wants to hear of the data port.
    enum PassiveReply: Equatable, Sendable {
        /// Address and port as six numbers.
        case pasv
        /// The port alone.
        case epsv
    }

    /// The longest line that is read, bytes; paths here have eleven characters.
    static let lineLimit = 512
    /// The greeting.
    static let greeting = "220 AR.Drone FTP"

    private let fileName = "version.txt"
    private let content: [UInt8]
    private var hasDataPort = false

    /// A session that offers `content` as `version.txt`.
    init(version content: String) { self.content = Array(content.utf8) }

    /// Takes a line without its end.
    mutating func handle(_ line: String) -> [Order] {
        let parts = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
        let verb = parts.first?.uppercased() ?? ""
        let argument = parts.count > 1 ? String(parts[1]) : ""
        switch verb {
        case "USER": return [.reply("331 Any password will do")]
        case "PASS", "ACCT": return [.reply("230 Logged in")]
        case "QUIT": return [.reply("221 Bye"), .close]
        case "SYST": return [.reply("215 UNIX Type: L8")]
        case "FEAT": return [.reply("211-Features:\r\n EPSV\r\n PASV\r\n SIZE\r\n211 End")]
        case "NOOP", "ABOR", "ALLO": return [.reply("200 OK")]
        case "TYPE", "MODE", "STRU", "OPTS": return [.reply("200 OK")]
        case "PWD", "XPWD": return [.reply("257 \"/\"")]
        case "CWD", "XCWD": return [.reply(isRoot(argument) ? "250 OK" : "550 No such directory")]
        case "CDUP", "XCUP": return [.reply("250 OK")]
        case "SIZE": return [.reply(isFile(argument) ? "213 \(content.count)" : "550 No such file")]
        case "PASV": return passive(.pasv)
        case "EPSV": return argument.uppercased() == "ALL" ? [.reply("200 OK")] : passive(.epsv)
        case "LIST": return transfer(listing(argument, long: true))
        case "NLST": return transfer(listing(argument, long: false))
        case "RETR": return isFile(argument) ? transfer(content) : [.reply("550 No such file")]
        case "STOR", "STOU", "APPE", "DELE", "RMD", "XRMD", "MKD", "XMKD", "RNFR", "RNTO", "SITE":
            return [.reply("550 This drone can only be read")]
        case "PORT", "EPRT": return [.reply("502 Passive mode only")]
        default: return [.reply("500 Unknown command")]
        }
    }

    /// The data port was closed without a transfer.
    mutating func dataPortClosed() { hasDataPort = false }

    private mutating func passive(_ reply: PassiveReply) -> [Order] {
        hasDataPort = true
        return [.openPassive(reply)]
    }

    private mutating func transfer(_ bytes: [UInt8]) -> [Order] {
        guard hasDataPort else { return [.reply("425 Use PASV or EPSV first")] }
        hasDataPort = false
        return [.reply("150 Here it comes"), .transfer(bytes)]
    }

    private func isRoot(_ path: String) -> Bool { ["/", ".", "./", ""].contains(path) }

    private func isFile(_ path: String) -> Bool { [fileName, "/" + fileName, "./" + fileName].contains(path) }

    private func listing(_ argument: String, long: Bool) -> [UInt8] {
        // Some clients put options such as -a in front of the path.
        let path = argument.split(separator: " ").filter { !$0.hasPrefix("-") }.joined(separator: " ")
        guard isRoot(path) || isFile(path) else { return [] }
        let size = String(content.count)
        let padded = String(repeating: " ", count: max(0, 12 - size.count)) + size
        return Array(
            (long ? "-rw-r--r--    1 0        0 \(padded) Jan  1  2000 \(fileName)\r\n" : "\(fileName)\r\n").utf8)
    }
}
