import ArgumentParser
import DroneSimulation
import ScriptText

/// A payload on the command line: `88g`, or `88g@0,60,-10mm` with its place.
struct PayloadOption: ExpressibleByArgument {
    var mass: PayloadMass
    /// Whether its place was given.
    var isPlaced = false

    init?(argument: String) {
        let parts = argument.split(separator: "@", maxSplits: 1).map(String.init)
        guard let first = parts.first, let weight = try? Quantity(first), weight.dimension == .mass,
            (0...5).contains(weight.value)
        else { return nil }
        guard parts.count == 2 else {
            mass = PayloadMass(mass: weight.value)
            return
        }
        // One unit for all three, behind the last.
        let numbers = parts[1].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        guard numbers.count == 3, let last = numbers.last else { return nil }
        let unit = last.drop { "+-.0123456789 ".contains($0) }
        let lengths = numbers.compactMap { number -> Double? in
            let text = number.hasSuffix(unit) ? number : number + unit
            guard let length = try? Quantity(text), length.dimension == .length else { return nil }
            return length.value
        }
        guard lengths.count == 3, lengths.allSatisfy({ abs($0) <= 1 }) else { return nil }
        isPlaced = true
        mass = PayloadMass(mass: weight.value, at: Vector3(x: lengths[0], y: lengths[1], z: lengths[2]))
    }
}
