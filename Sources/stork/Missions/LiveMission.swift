import ArgumentParser
import DroneLink
import DroneModel
import DroneProtocol
import FlightRecording
import Foundation
import Missions
import Synchronization

/// Flies a mission in real time on a drone behind sockets: in the cockpit on a terminal, else with plain lines on
/// standard output and answers on standard input.
struct LiveMission {
    let command: FlyCommand
    let mission: Mission

    func fly() async throws {
        if command.resume != nil, !mission.isLiftTest {
            StandardError.write("\(mission.name) is no lift test: there is no campaign to go on with")
            throw ExitCode(1)
        }
        for line in mission.comment + [summary] + mission.policy { StandardOutput.write(line) }
        let hasCockpit = !command.plain && isatty(0) == 1 && isatty(1) == 1
        let lines = hasCockpit ? nil : OperatorLines.begin()
        if !command.drone.sim, !command.yes {
            guard try await offerRehearsal(lines) else { return }
        }
        if let lines { try await flyPlain(lines) } else { try await flyInCockpit() }
    }

    private var summary: String {
        let estimate = mission.estimate
        return "\(mission.name): \(mission.steps.count) steps, \(estimate.flights) flights, "
            + "\(estimate.airMinutes) min in the air"
    }

    /// Nobody should fly for real what was never seen to fly; false to leave.
    private func offerRehearsal(_ lines: OperatorLines?) async throws -> Bool {
        while true {
            if mission.isLiftTest, command.temperature == nil {
                StandardOutput.write(
                    "the air's temperature is not known: --temperature (the drone's own is that of its electronics)")
            }
            StandardOutput.write("Enter flies it now, r rehearses it on the simulated drone first, q leaves")
            let answer = await lines?.next() ?? (lines == nil ? readLine() : nil)
            switch answer {
            case "": return true
            case "r":
                do { try await command.rehearseAll(mission) } catch let code as ExitCode where code.rawValue == 1 {
                    StandardOutput.write("the rehearsal did not end as the mission wants")
                }
            case nil, "q": return false
            default: continue
            }
        }
    }

    // MARK: Two faces

    private func flyInCockpit() async throws {
        let wantsPictures = mission.steps.contains { $0.action == .picture }
        let screen = try await CockpitScreen.open(
            command.terminal.configuration, PictureSettings(choice: wantsPictures ? .auto : .off, bytesPerSecond: nil),
            gamepad: command.gamepad, readOnly: false)
        do {
            let (connection, campaign) = try await connect { screen.tell($0) }
            if wantsPictures {
                let feed = screen.feed
                try await connection.link.startVideo(pictures: { feed.health }) { feed.take($0) }
            }
            let ferry = try await LiveFerry.start(command, mission, connection)
            let pilot = MissionPilot(mission, on: connection, campaign: campaign, world: ferry.world)
            let doorbell = screen.doorbell
            let phone = try await PhoneOnBoard.start(
                command.phone, drone: connection.endpoint.host, world: ferry.world, log: connection.log
            ) { doorbell.ring() }
            let following = Task.detached { await ferry.follow { doorbell.ring() } }
            let begins = command.yes
            // Detached: the main thread waits for keys and runs no tasks.
            let flying = Task.detached {
                if begins, (try? await connection.waitUntilLive(.seconds(60))) != nil { pilot.operate(.resume) }
                await pilot.run()
            }
            let ending = try await screen.fly(
                MissionSource(link: connection.link, pilot: pilot, node: ferry.carrier, phone: phone),
                log: connection.log)
            flying.cancel()
            following.cancel()
            await flying.value
            await following.value
            let health = await connection.close()
            await screen.close()
            campaign?.finish()
            sayWhereItIs(connection, campaign, health)
            await ferry.finish(command)
            await phone?.stop()
            if let ending { StandardError.write(ending) }
            if ending != nil || !pilot.hasSucceeded { throw ExitCode(1) }
        } catch {
            await screen.close()
            throw error
        }
    }

    private func flyPlain(_ lines: OperatorLines) async throws {
        let interrupted = Mutex(0)
        let interruption = Interruption { count in interrupted.withLock { $0 = count } }
        defer { interruption.stop() }
        let (connection, campaign) = try await connect { StandardError.write($0) }
        do {
            try await connection.waitUntilLive()
        } catch {
            await connection.close()
            throw error
        }
        let ferry = try await LiveFerry.start(command, mission, connection)
        let phone = try await PhoneOnBoard.start(
            command.phone, drone: connection.endpoint.host, world: ferry.world, log: connection.log
        ) {}
        if let address = phone?.joinAddress { StandardOutput.write("phones join at \(address)") }
        let pilot = MissionPilot(mission, on: connection, campaign: campaign, world: ferry.world)
        if let blocker = pilot.blocker {
            await connection.close()
            await ferry.finish(command)
            await phone?.stop()
            StandardError.write("not begun: \(blocker)")
            throw ExitCode(1)
        }
        pilot.operate(.resume)
        let flying = Task { await pilot.run() }
        let following = Task { await ferry.follow {} }
        await PlainMission(pilot: pilot, link: connection.link, lines: lines).follow { interrupted.withLock { $0 } }
        let departure = await connection.link.leave()
        flying.cancel()
        following.cancel()
        await flying.value
        await following.value
        let health = await connection.close()
        campaign?.finish()
        sayWhereItIs(connection, campaign, health)
        await ferry.finish(command)
        await phone?.stop()
        if departure == .stillFlying { StandardError.write("the landing was not confirmed: THE DRONE MAY STILL FLY") }
        if departure == .stillFlying || !pilot.hasSucceeded { throw ExitCode(1) }
    }

    private func sayWhereItIs(_ connection: DroneConnection, _ campaign: LiveCampaign?, _ health: RecordingHealth?) {
        if let campaign {
            StandardOutput.write("recorded \(campaign.folder); its report: stork report \(campaign.folder)")
        } else if let path = connection.log?.path {
            StandardOutput.write("recorded \(path): \(health?.summary ?? "the disk does not answer, its end is lost")")
        }
    }

    // MARK: The link and what is recorded of it

    private func connect(
        _ tell: @escaping @Sendable (String) -> Void
    ) async throws -> (DroneConnection, LiveCampaign?) {
        let defaults = try Defaults.load()
        var plan = command.recording.plan(defaults, command: mission.name, tell: tell)
        let reference = RecordingManifest.Mission(name: mission.name, sha256: mission.sha256)
        let hull = mission.airframe.hull.rawValue
        plan.describe = { manifest in
            manifest.mission = reference
            manifest.hull = hull
        }
        var campaign: LiveCampaign?
        if mission.isLiftTest, defaults.records {
            let folder = command.resume ?? "\(plan.settings.folder)/\(FlyCommand.stamp())-\(plan.name)"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            campaign = LiveCampaign(
                folder: folder,
                try command.resume.map { try LiveCampaign.resume($0, sha256: mission.sha256) } ?? campaignFile,
                command.conditions,
                host: command.drone.sim ? "127.0.0.1" : command.drone.endpoint(defaults).host,
                tell: tell)
            plan.settings.folder = folder
            let flown = campaign?.flown ?? [:]
            let next = mission.flights.first { flown[$0.number] != .landed }
            plan.name = LiveCampaign.name(of: next ?? mission.flights.first)
            // Nothing of a campaign is deleted while it is flown.
            plan.mostBytes = nil
        }
        let connection = try await DroneConnection.open(
            command.drone, navdata: .full, role: .pilot, recording: defaults.records ? plan : nil)
        return (connection, campaign)
    }

    private var campaignFile: CampaignFile {
        var file = CampaignFile(
            mission: RecordingManifest.Mission(name: mission.name, sha256: mission.sha256),
            program: "stork \(Stork.version)", simulated: command.drone.sim ? true : nil)
        file.hull = mission.airframe.hull.rawValue
        // A simulated drone has exactly its model's mass; a real one has to be weighed.
        file.bareMass = mission.airframe.weighedMass ?? (command.drone.sim ? mission.airframe.mass : nil)
        file.bareMassUncertainty = mission.airframe.weighingUncertainty
        file.command = "stork fly \(command.mission)" + (command.drone.sim ? " --sim" : "")
        return file
    }
}
