import DroneModel
import DroneProtocol
import WireBytes

/// Datagrams and dumps as programs and drones make them.
enum ProtocolSeeds {
    private static let move = Movement(flags: 1, roll: 0.25, pitch: -1, climb: .leastNonzeroMagnitude, yaw: -0.0)

    private static let commands: [ATCommand] = [
        .ref(REFInput(flight: true)), .ref(REFInput(flight: false, emergency: true)), .pcmd(move),
        .pcmdMag(move, heading: PilotHeading(psi: 0.5, accuracy: -1)), .flatTrim, .calibrate(device: 0),
        .config(key: "control:altitude_max", value: "3000"), .communicationWatchdog,
        .configIDs(session: "d2e081a3", user: "be27e2e4", application: "d87f7e0c"),
        .control(.getConfiguration, argument: 0), .control(.acknowledge, argument: 0),
        .led(animation: 5, frequency: 2, seconds: 3), .animate(animation: 4, milliseconds: 1000), .pmode(2),
        .misc(2, 20, 2000, 3000), .zap(channel: 1), .cad(type: 3, tagSize: 0.7),
        .visp(
            VisionParameters(
                integers: FixedArray([1, 2, 3, 4, 5, 6], filler: 0), floats: FixedArray([1, 2, 3], filler: 0))),
        .viso(options: 2), .capture(nil), .capture(CaptureRequest(picture: 1, active: 0)),
        .manualTrim(pitch: 0.1, roll: -0.1, yaw: 0), .gain(Array(1...11)), .gain(Array(1...13)),
        .position(x: 1, y: 2, psi: 3, defined: 1, microseconds: 5000), .autonomousFlight(1),
        .other(name: "VICON", arguments: [.integer(-1), .string("text")]),
    ]

    static var atDatagrams: [[UInt8]] {
        var all: [UInt8] = []
        var single: [[UInt8]] = []
        for (index, command) in commands.enumerated() {
            var bytes: [UInt8] = []
            // None of the commands above holds text that cannot be sent.
            guard (try? command.encode(sequence: UInt32(index + 1), into: &bytes)) != nil else { continue }
            single.append(bytes)
            if all.count + bytes.count <= ATDatagram.capacity { all += bytes }
        }
        return single + [all, all.map { $0 == 0x0D ? 0x0A : $0 } + [0, 0]]
    }

    static var navdata: [[UInt8]] {
        var seeds: [[UInt8]] = [Navdata().encoded()]
        for layout in NavdataLayout.allCases {
            seeds.append(packet(layout, layout.options))
            seeds.append(packet(layout, .demoDefault))
        }
        for tag in NavdataTag.allCases { seeds.append(packet(.sdk24, NavdataOptionSet(tag))) }
        seeds.append(packet(.sdk24, .phoneApp))
        var odd = Navdata(layout: .sdk24, options: [NavdataOptionSet(.demo), NavdataOptionSet(.time)])
        odd.header = .second
        odd.demo?.size = 11
        odd.time?.size = 12
        odd.tails = [RawOption(tag: 1, bytes: [1, 2, 3, 4])]
        odd.repeated = [RawOption(tag: 0, bytes: [5])]
        odd.unknown = [RawOption(tag: 77, bytes: [6, 7])]
        seeds.append(odd.encoded())
        return seeds
    }

    static func packet(
        _ layout: NavdataLayout, _ options: NavdataOptionSet, status: DroneStatus = [.flying, .visionEnabled],
        sequence: UInt32 = 7
    ) -> [UInt8] {
        var navdata = Navdata(layout: layout, options: options)
        navdata.status = status
        navdata.sequence = sequence
        navdata.demo?.controlState = 4 << 16
        navdata.demo?.batteryPercent = 80
        navdata.demo?.altitudeMillimetres = 750
        return navdata.encoded()
    }

    static var dumps: [[UInt8]] {
        let drones: [(DroneGeneration, FirmwareVersion)] = [
            (.ardrone1, FirmwareVersion(1, 7, 4)), (.ardrone2, FirmwareVersion(2, 0, 1)),
            (.ardrone2, FirmwareVersion(2, 4, 8)),
        ]
        let broken = """
            general:num_version_config = 1\rgeneral:gyros_gains          = { 6.9026551e-03 -6.9553638e-03
            -3.8592720e-03 }\nnonsense\n control:outdoor=TRUE \nx:y = { 1 2\nx:z = 3\n\0
            """
        return drones.map { ConfigurationDump.bytes(of: .defaults(for: $0.0, firmware: $0.1)) } + [Array(broken.utf8)]
    }

    static var lists: [[UInt8]] {
        var list = MulticonfigurationList()
        for category in [ConfigurationCategory.application, .user, .session] {
            list[category] = [
                MulticonfigurationList.Item(id: .standard, description: "default"),
                MulticonfigurationList.Item(id: .user(named: "stork"), description: "stork, with a comma"),
            ]
        }
        return [MulticonfigurationList().bytes, list.bytes]
    }
}
