import DroneLink
import Missions

/// The ferry beside a mission that is flown in real time: the carrier's node where one was asked for, and on a simulated
/// drone of our own the mission's stations with it.
struct LiveFerry {
    /// What the mission is told.
    let world: MissionWorld
    /// The node on board; nil where none runs here.
    let carrier: FerryHost?
    private let field: SimulatedField?
    private let connection: DroneConnection

    static func start(_ command: FlyCommand, _ mission: Mission, _ connection: DroneConnection) async throws
        -> LiveFerry
    {
        do {
            if connection.simulation != nil, mission.ferry != nil {
                let folder = connection.log?.path ?? FlyCommand.stamp() + "-" + mission.name
                if let field = try await command.field(of: mission, in: folder) {
                    return LiveFerry(world: field.world, carrier: field.carrier, field: field, connection: connection)
                }
            }
            let world = MissionWorld()
            let carrier: FerryHost? =
                if let folder = command.ferry { try await FerryHost.start(folder: folder, world: world) } else { nil }
            return LiveFerry(world: world, carrier: carrier, field: nil, connection: connection)
        } catch {
            await connection.close()
            throw error
        }
    }

    /// Keeps the pane and the range up to date until the task is cancelled.
    func follow(onChange: @escaping @Sendable () -> Void) async {
        guard let carrier else { return }
        let field = field
        let simulation = connection.simulation
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await carrier.follow(onChange: onChange) }
            if let field, let simulation { group.addTask { await field.follow(simulation) } }
        }
    }

    /// Says what the stations got, and ends the nodes.
    func finish(_ command: FlyCommand) async {
        if let field { await command.report(field) } else { await carrier?.stop() }
    }
}
