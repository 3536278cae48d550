import DroneLink
import DroneModel
import DroneProtocol
import Foundation

/// The steps of `stork doctor`: each looks at one thing and says what to do where it is not there.
struct CheckUp {
    struct Finding {
        var step: String
        var outcome: Outcome
    }

    enum Outcome {
        case passed(String)
        case skipped(String)
        case failed(String, remedy: String)
    }

    struct Step: Sendable {
        var name: String
        /// Whether the steps behind it make no sense without it.
        var isEssential: Bool
        fileprivate var check: @Sendable (CheckUp) async -> Outcome
    }

    let connection: DroneConnection

    func run(_ step: Step) async -> Finding { Finding(step: step.name, outcome: await step.check(self)) }

    static let steps: [Step] = [
        Step(name: "route", isEssential: true) { $0.route() },
        Step(name: "navdata", isEssential: true) { await $0.navdata() },
        Step(name: "AT commands", isEssential: false) { await $0.atCommands() },
        Step(name: "bootstrap", isEssential: false) { await $0.bootstrap() },
        Step(name: "acknowledgement", isEssential: false) { await $0.acknowledgement() },
        Step(name: "navdata rate", isEssential: false) { await $0.rate() },
        Step(name: "version.txt", isEssential: false) { await $0.versionFile() },
        Step(name: "configuration", isEssential: false) { await $0.configuration() },
        Step(name: "preflight", isEssential: false) { $0.preflight() },
    ]

    private var snapshot: DroneSnapshot { connection.link.snapshot }

    /// Waits until `condition` holds or `patience` is over; true when it held.
    private func wait(_ patience: Duration, until condition: (DroneSnapshot) -> Bool) async -> Bool {
        let end = LinkClock.now + patience
        while LinkClock.now < end {
            if condition(snapshot) { return true }
            try? await Task.sleep(for: .milliseconds(20))
        }
        return condition(snapshot)
    }

    private func route() -> Outcome {
        let host = connection.endpoint.host
        switch Route.toward(host, port: connection.endpoint.ports.at) {
        case .success(let route):
            if host == DroneEndpoint().host, !route.localAddress.hasPrefix("192.168.1.") {
                return .failed(
                    "packets to \(host) leave from \(route.localAddress)\(route.interface.map { " (\($0))" } ?? "")",
                    remedy: "join the drone's Wi-Fi (ardrone_… or ardrone2_…); you are in another network")
            }
            return .passed("from \(route.localAddress)\(route.interface.map { " (\($0))" } ?? "") to \(host)")
        case .failure(let error):
            return .failed("no way to \(host): \(error)", remedy: "join the drone's Wi-Fi and try again")
        }
    }

    private func navdata() async -> Outcome {
        let port = connection.endpoint.ports.navdata
        if await wait(.seconds(3), until: { $0.link.counters.navdataValid > 0 }) {
            return .passed("the drone answers on UDP \(port)")
        }
        let refused = snapshot.link.counters.navdataRefused
        if refused > 0 {
            return .failed(
                "\(refused) datagrams on UDP \(port), none of them navdata",
                remedy: "something else answers there; check --drone and --navdata-port")
        }
        return .failed(
            "nothing on UDP \(port) within 3 s",
            remedy: "switch the drone on, wait for its green lights, allow UDP \(port) in your firewall; "
                + "a drone paired with another device serves only that one (hold its reset button 5 s)")
    }

    private func atCommands() async -> Outcome {
        let port = connection.endpoint.ports.at
        func hears(_ snapshot: DroneSnapshot) -> Bool {
            snapshot.telemetry.status?.value.contains(.communicationWatchdog) == false
        }
        if snapshot.telemetry.isFlying(at: LinkClock.now) == true {
            return .skipped("the drone flies; its pilot sends commands, the doctor does not")
        }
        if await wait(.seconds(2), until: hears) { return .passed("the drone hears commands on UDP \(port)") }
        return .failed(
            "the drone reports that it hears no commands on UDP \(port)",
            remedy: "allow outgoing UDP \(port) in your firewall; end other programs that control the drone")
    }

    private func bootstrap() async -> Outcome {
        let left = await wait(.seconds(3)) { $0.telemetry.status?.value.contains(.navdataBootstrap) == false }
        if left { return .passed("the drone left bootstrap mode and sends options") }
        return .failed(
            "the drone stays in bootstrap mode: it does not take its configuration",
            remedy: "restart the drone; if it stays so, another program may hold its configuration")
    }

    private func acknowledgement() async -> Outcome {
        let live = await wait(.seconds(3)) { $0.link.phase == .live }
        let failures = snapshot.link.counters.configurationFailed
        if live, failures == 0 { return .passed("configuration commands are acknowledged and released") }
        return .failed(
            "\(failures) configuration commands were given up",
            remedy: "restart the drone; its acknowledge bit is stuck, or another program is using it")
    }

    private func rate() async -> Outcome {
        let before = snapshot.link.counters
        try? await Task.sleep(for: .seconds(1.2))
        let link = snapshot.link
        let missing = link.counters.navdataMissing - before.navdataMissing
        let arrived = link.counters.navdataValid - before.navdataValid
        let share = arrived + missing > 0 ? Double(missing) / Double(arrived + missing) * 100 : 100
        let gap = link.longestNavdataGap / .milliseconds(1)
        let text = String(
            format: "%.0f Hz, %.1f %% lost, longest gap %.0f ms", link.navdataRate, share, gap)
        // About 3 % lost in full mode is normal on these drones; gaps beyond 0.5 s make every value stale.
        if share > 20 || link.longestNavdataGap > Freshness.staleness {
            return .failed(text, remedy: "go nearer, change the Wi-Fi channel, stop the computer's network scans")
        }
        return .passed(text)
    }

    private func versionFile() async -> Outcome {
        let port = connection.endpoint.ports.ftp
        if await wait(.seconds(2), until: { $0.identity.evidence == .versionFile }) {
            let identity = snapshot.identity
            return .passed(
                "\(identity.generation.map { "\($0)" } ?? "unknown drone"), firmware "
                    + (identity.firmware.map { "\($0)" } ?? "n/a"))
        }
        return .failed(
            "FTP on TCP \(port) does not give version.txt",
            remedy: "flying works without it; the model is then guessed from its navdata")
    }

    private func configuration() async -> Outcome {
        let port = connection.endpoint.ports.control
        do {
            let configuration = try await connection.link.readConfiguration()
            return .passed("\(configuration.count) keys read over TCP \(port)")
        } catch {
            return .failed("the configuration could not be read over TCP \(port)", remedy: "\(error)")
        }
    }

    private func preflight() -> Outcome {
        let items = Preflight.items(for: snapshot, at: LinkClock.now)
        let blockers = items.filter(\.blocks)
        if blockers.isEmpty {
            let hints = items.map(\.problem).joined(separator: ", ")
            return .passed("nothing blocks take-off" + (hints.isEmpty ? "" : "; note: \(hints)"))
        }
        return .failed(
            blockers.map(\.problem).joined(separator: ", "), remedy: blockers.map(\.remedy).joined(separator: "; "))
    }
}
