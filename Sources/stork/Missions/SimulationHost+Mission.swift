import DroneSimulation
import Missions
import SimulationHost

extension SimulationHost {
    /// Fastens what the operator fastened, and nothing else, to the simulated drone.
    func carry(_ payload: MissionPayload) {
        let place = payload.position ?? .zero
        let mass = PayloadMass(mass: payload.mass, at: Vector3(x: place.x, y: place.y, z: place.z))
        carry(payload.mass > 0 ? [mass] : [])
    }
}
