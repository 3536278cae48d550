#if canImport(CEvdev)
    import Dispatch
    import Gamepad
    import Glibc

    /// Looks for pads and reads them, on a thread of its own, until it is told to stop.
    struct PadLoop {
        private let choice: PadChoice
        private let folder: String
        private var pads: [EvdevPad] = []
        /// Devices that are no pads or may not be read, as they were then: looked at again when they changed.
        private var refused: [String: FileIdentity] = [:]
        /// What was last said about the one device that was asked for.
        private var lastReason: String?

        /// Time between two looks into the folder: a pad that was plugged in is there after a second.
        private static let scanPeriod: Duration = .seconds(1)
        /// Pads report up to a thousand times a second; commands leave for the drone every 30 ms. Axes are read at
        /// most every 8 ms, so that they cost little and come late by little.
        private static let restMilliseconds: Int32 = 8

        init(_ choice: PadChoice, folder: String) {
            self.choice = choice
            self.folder = folder
        }

        static func start(_ choice: PadChoice, folder: String, bell: PadBell, mailbox: PadMailbox) {
            // A queue of its own, because the loop holds its thread until the end.
            DispatchQueue(label: "stork.gamepads", qos: .userInteractive).async {
                var loop = PadLoop(choice, folder: folder)
                loop.run(bell, mailbox)
            }
        }

        private mutating func run(_ bell: PadBell, _ mailbox: PadMailbox) {
            let clock = ContinuousClock()
            var nextScan = clock.now
            while !mailbox.isStopped {
                if clock.now >= nextScan {
                    nextScan = clock.now + Self.scanPeriod
                    post(scan(), to: mailbox)
                }
                let milliseconds = Int32(clamping: Int((nextScan - clock.now) / .milliseconds(1)) + 1)
                var waits = pads.map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
                waits.append(pollfd(fd: bell.descriptor, events: Int16(POLLIN), revents: 0))
                guard poll(&waits, nfds_t(waits.count), max(0, milliseconds)) > 0 else { continue }
                let awake = zip(pads, waits).filter { $0.1.revents != 0 }
                post(awake.flatMap { read($0.0, $0.1.revents) }, to: mailbox)
                if waits.last?.revents == 0 { poll(&waits[waits.count - 1], 1, Self.restMilliseconds) }
            }
        }

        private mutating func post(_ updates: [PadUpdate], to mailbox: PadMailbox) {
            // Nobody listens: closed and opened again, the pads tell how they are.
            if !mailbox.post(updates) { pads = [] }
        }

        private mutating func read(_ pad: EvdevPad, _ conditions: Int16) -> [PadUpdate] {
            let events: [PadEvent]
            do {
                events = try pad.read()
            } catch {
                pads.removeAll { $0 === pad }
                let isGone = error == .system(operation: "read", code: ENODEV)
                return [.disconnected(path: pad.path, reason: isGone ? "unplugged" : error.reason)]
            }
            let changes = events.map { PadUpdate.changed(path: pad.path, $0) }
            // One that hangs up without an error tells nothing any more.
            guard events.isEmpty, conditions & Int16(POLLHUP | POLLERR | POLLNVAL) != 0 else { return changes }
            pads.removeAll { $0 === pad }
            return [.disconnected(path: pad.path, reason: "unplugged")]
        }

        /// Opens pads that came, forgets those that went.
        mutating func scan() -> [PadUpdate] {
            var updates: [PadUpdate] = []
            for pad in pads {
                if let now = FileIdentity(path: pad.path), now.isSameDevice(as: pad.identity) { continue }
                pads.removeAll { $0 === pad }
                updates.append(.disconnected(path: pad.path, reason: "unplugged"))
            }
            let paths = candidates
            refused = refused.filter { paths.contains($0.key) }
            for path in paths where !pads.contains(where: { $0.path == path }) {
                let identity = FileIdentity(path: path)
                if let identity, refused[path] == identity { continue }
                do throws(EvdevPad.Refusal) {
                    let pad = try EvdevPad(path: path)
                    pads.append(pad)
                    lastReason = nil
                    updates.append(.connected(path: path, pad.description, pad.state))
                } catch {
                    if case .notAPad = error { refused[path] = identity }
                    guard case .path = choice, lastReason != error.reason else { continue }
                    lastReason = error.reason
                    updates.append(.unusable(path: path, reason: error.reason))
                }
            }
            return updates
        }

        private var candidates: [String] {
            switch choice {
            case .path(let path): [path]
            case .automatic: Self.devices(in: folder)
            }
        }

        /// The paths of input devices, by number.
        static func devices(in folder: String) -> [String] {
            guard let directory = opendir(folder) else { return [] }
            defer { closedir(directory) }
            var numbers: [Int] = []
            while let entry = readdir(directory) {
                let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                    String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
                }
                if name.hasPrefix("event"), let number = Int(name.dropFirst(5)), number >= 0 { numbers.append(number) }
            }
            return numbers.sorted().map { "\(folder)/event\($0)" }
        }
    }

    /// Wakes the loop, from any thread.
    final class PadBell: Sendable {
        let descriptor: Int32
        private let other: Int32

        init?() {
            var ends: [Int32] = [0, 0]
            guard pipe(&ends) == 0 else { return nil }
            for end in ends {
                _ = fcntl(end, F_SETFL, O_NONBLOCK)
                _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            }
            descriptor = ends[0]
            other = ends[1]
        }

        deinit {
            close(descriptor)
            close(other)
        }

        func ring() {
            var byte: UInt8 = 1
            _ = write(other, &byte, 1)
        }
    }
#endif
