import DroneModel
import FlightRecording

/// Lift campaigns, whole and with slips of the pen.
enum LiftSeeds {
    static let inputs: [[UInt8]] = texts.flatMap { text in
        let block = ByteScript.block(Array(text.utf8))
        // Six flights: payload, temperature, pressure, counts, an oddity, wild samples.
        let flights: [UInt8] = [0, 2, 4, 4, 2, 0].flatMap { (step: UInt8) -> [UInt8] in
            [0, 4 * step, 20, 0xEF, 0x83, 150 + 6 * step, 0, 2, 3, 7]
        }
        return [block, block + flights, block + flights.map { $0 ^ 0x81 }]
    }

    private static let texts: [String] = {
        var file = CampaignFile(program: "stork 1", simulated: true, seed: 1)
        file.bareMass = 0.42
        file.runs = [0.0, 0.06, 0.11, 0.11, 0.06, 0].enumerated().map { index, mass in
            var run = CampaignFile.Run(
                recording: "run-\(index)", order: index + 1,
                payload: PayloadOnBoard(mass: mass, massUncertainty: 0.0005, position: SIMD3(0, 0.02, 0)),
                outcome: .landed)
            run.temperature = 20
            run.pressure = 101_325
            return run
        }
        let whole = (try? file.text()) ?? ""
        return [
            whole, "", "{\"format\": 1, \"runs\": []}",
            whole.replacing("20", with: "1e300"), whole.replacing("0.0", with: "1e-300"),
        ]
    }()
}
