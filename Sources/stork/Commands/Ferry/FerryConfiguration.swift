import ArgumentParser
import BundleProtocol
import Foundation
import MessageFerry
import ScriptText

/// Reads a node's `ferry.yaml`, and makes it on first run.
struct FerryConfiguration {
    let folder: String

    var file: String { folder + "/ferry.yaml" }
    var keyFile: String { folder + "/group.key" }

    /// The settings of the node in this folder; on first run a name is drawn and written down.
    func load(role: FerrySettings.Role, name: String?) throws -> FerryReading {
        try makeFolder()
        if !FileManager.default.fileExists(atPath: file) { try write(role: role, name: name) }
        let text: String
        do {
            text = try String(contentsOfFile: file, encoding: .utf8)
        } catch { throw FileProblem(path: file, reason: error.localizedDescription) }
        var reading = try FerryReading(text: text, file: file, folder: folder, role: role)
        if let name, reading.configuration.settings.node != (try Self.node(name)) {
            throw ValidationError(
                "\(file) says that this node is \(reading.configuration.settings.node); give another --folder for another node"
            )
        }
        if FileManager.default.fileExists(atPath: keyFile) { reading.configuration.settings.groupKey = try key() }
        return reading
    }

    static func node(_ text: String) throws -> EndpointID {
        do {
            let node = text.contains(":") ? try EndpointID(text) : try EndpointID.node(text)
            guard node.isNodeID else {
                throw ValidationError("“\(text)” is no node; write a word, dtn://word/ or ipn:7.0")
            }
            return node
        } catch let error as EndpointError { throw ValidationError("“\(text)” is no node: \(error)") }
    }

    private func makeFolder() throws {
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch { throw FileProblem(path: folder, reason: error.localizedDescription) }
    }

    private func write(role: FerrySettings.Role, name: String?) throws {
        let drawn =
            "stork-" + (0..<6).map { _ in String("23456789abcdefghjkmnpqrstuvwxyz".randomElement() ?? "x") }.joined()
        let node = try Self.node(name ?? drawn)
        let text = """
            # A node of the message ferry. Made on first run; stork ferry \(role.rawValue) --help explains the keys.
            node: \(node)
            # Groups whose messages are for applications here, by the beginnings of their names.
            subscribe: ["dtn://topic/~"]

            """
        do { try text.write(toFile: file, atomically: true, encoding: .utf8) } catch {
            throw FileProblem(path: file, reason: error.localizedDescription)
        }
    }

    /// 64 hexadecimal digits; blanks and line ends do not count.
    private func key() throws -> [UInt8] {
        let text: String
        do { text = try String(contentsOfFile: keyFile, encoding: .utf8).filter { !$0.isWhitespace } } catch {
            throw FileProblem(path: keyFile, reason: error.localizedDescription)
        }
        let digits = Array(text)
        let key = stride(from: 0, to: digits.count - digits.count % 2, by: 2).compactMap {
            UInt8(String(digits[$0...$0 + 1]), radix: 16)
        }
        guard key.count == 32, digits.count == 64 else {
            throw FileProblem(
                path: keyFile, reason: "a group key has 64 hexadecimal digits; make one with: openssl rand -hex 32")
        }
        return key
    }
}

/// Reads the text of a `ferry.yaml`.
struct FerryReading {
    var configuration: FerryService.Configuration
    /// Where the node's page is; nil for none.
    var web: WebPlace?
    private var problems = ScriptProblems()

    init(text: String, file: String, folder: String, role: FerrySettings.Role) throws {
        let document = try ScriptDocument(text, file: file)
        var problems = ScriptProblems()
        var fields = ScriptFields(document.root, problems: &problems)
        var node = EndpointID.null
        if let entry = fields.required("node", problems: &problems) {
            do { node = try FerryConfiguration.node(entry.text ?? "") } catch {
                problems.add(at: entry.place, "no node", remedy: "write node: dtn://name/")
            }
        }
        var settings = FerrySettings(node: node, role: role)
        if let list = fields.optional("subscribe") { settings.subscriptions = Self.texts(list, &problems) }
        if let list = fields.optional("carry") {
            settings.carries = list.text == "all" ? [""] : list.text == "nothing" ? [] : Self.texts(list, &problems)
        }
        if let entry = fields.optional("routing"),
            let choice = problems.word(
                entry, of: [("epidemic", RoutingChoice.epidemic), ("direct", .direct), ("spray", .spray(copies: 8))])
        {
            settings.routing = choice
        }
        if let entry = fields.optional("quota") {
            if let count = entry.text.flatMap(ByteCount.init(argument:)) {
                settings.quota = count.bytes
            } else {
                problems.add(at: entry.place, "quota is no number of bytes", remedy: "write for example quota: 4 GB")
            }
        }
        if let entry = fields.optional("order-patience"), let time = problems.duration(entry) {
            settings.orderPatience = time
        }
        if let entry = fields.optional("clock"),
            let trusts = problems.word(entry, of: [("trusted", true), ("untrusted", false)])
        {
            settings.trustsClock = trusts
        }
        if let entry = fields.optional("receipts"),
            let sends = problems.word(entry, of: [("on", true), ("off", false)])
        {
            settings.sendsReceipts = sends
        }
        if let entry = fields.optional("beacon-period"), let seconds = problems.integer(entry, within: 1...3600) {
            settings.beaconPeriod = seconds
        }
        if let list = fields.optional("peers") { settings.peers = Self.peers(list, &problems) }
        configuration = FerryService.Configuration(settings: settings, folder: folder)
        if let entry = fields.optional("listen"), let address = entry.text { configuration.address = address }
        for (key, path) in [
            ("port", \FerryService.Configuration.port), ("mtcp-port", \.mtcpPort), ("stcp-port", \.stcpPort),
            ("udp-port", \.udpPort), ("beacon-port", \.beaconPort),
        ] as [(String, WritableKeyPath<FerryService.Configuration, Int?>)] {
            guard let entry = fields.optional(key) else { continue }
            if entry.text == "off" {
                configuration[keyPath: path] = nil
            } else if let port = problems.integer(entry, within: 0...65_535) {
                configuration[keyPath: path] = port
            }
        }
        if let entry = fields.optional("web"), entry.text != "off" {
            web = entry.text.flatMap(WebPlace.init(argument:))
            if web == nil {
                problems.add(
                    at: entry.place, "web is no place to listen on", remedy: "write web: 8080 or web: 10.0.0.1:8080")
            }
        }
        if let list = fields.optional("beacon-to") {
            for text in Self.texts(list, &problems) {
                if let target = Self.address(text) {
                    configuration.beaconTargets.append(target)
                } else {
                    problems.add(at: list.place, "“\(text)” is no address", remedy: "write address:port")
                }
            }
        }
        fields.finish(problems: &problems)
        try problems.throwIfAny(file: file)
    }

    private static func texts(_ node: ScriptNode, _ problems: inout ScriptProblems) -> [String] {
        if let text = node.text { return [text] }
        guard let items = node.items else {
            problems.add(at: node.place, "no list", remedy: "write [\"dtn://topic/~\"]")
            return []
        }
        return items.compactMap { item in
            if item.text == nil { problems.add(at: item.place, "no text", remedy: "write a name or its beginning") }
            return item.text
        }
    }

    private static func address(_ text: String) -> (host: String, port: Int)? {
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
            (1...65_535).contains(port)
        else { return nil }
        return (String(text[..<colon]), port)
    }

    private static func peers(_ node: ScriptNode, _ problems: inout ScriptProblems) -> [FerrySettings.StaticPeer] {
        guard let items = node.items else {
            problems.add(at: node.place, "no list of peers", remedy: "write - address: host:4556")
            return []
        }
        return items.compactMap { item in
            var fields = ScriptFields(item, problems: &problems)
            defer { fields.finish(problems: &problems) }
            guard let entry = fields.required("address", problems: &problems) else { return nil }
            guard let address = address(entry.text ?? "") else {
                problems.add(at: entry.place, "no address", remedy: "write address: host:4556")
                return nil
            }
            var peer = FerrySettings.StaticPeer(host: address.host, port: address.port)
            if let layer = fields.optional("layer"),
                let known = problems.word(layer, of: FerrySettings.Layer.allCases.map { ($0.rawValue, $0) })
            {
                peer.layer = known
            }
            if let name = fields.optional("node") {
                peer.node = try? FerryConfiguration.node(name.text ?? "")
                if peer.node == nil { problems.add(at: name.place, "no node", remedy: "write node: dtn://name/") }
            }
            if let list = fields.optional("only") {
                for word in texts(list, &problems) {
                    switch word {
                    case "ipn-sources": peer.policy.ipnSourcesOnly = true
                    case "no-fragments": peer.policy.noFragments = true
                    case "standard-blocks": peer.policy.standardBlocksOnly = true
                    default:
                        problems.add(
                            at: list.place, "“\(word)” is not known here",
                            remedy: "ipn-sources, no-fragments, standard-blocks")
                    }
                }
            }
            return peer
        }
    }
}
