import DroneModel
import DroneProtocol
import WireBytes

/// Conversations as ``SessionFuzzing`` reads them: a drone that is found, set up, flown, lost and left.
enum SessionSeeds {
    static var scripts: [[UInt8]] {
        (0..<32).map { settings in
            var script = SessionScript(settings: UInt8(settings))
            script.add(.tick)
            script.navdata([.navdataBootstrap], .demoDefault)
            script.add(.tick)
            // The acknowledgement dance of a configuration write, a few times over.
            for _ in 0..<4 {
                script.navdata([.commandAcknowledge], .phoneApp)
                script.add(.tick)
                script.navdata([], .phoneApp)
                script.add(.tick)
            }
            script.add(.readConfiguration)
            script.add(.tick)
            script.add(.controlOpened)
            script.add(.tick)
            script.control(Array("general:drone_serial = SIM0000001\ncontrol:outdoor = FALSE\n\0".utf8))
            for intent: [UInt8] in [[6], [0], [3, 90, 50, 206, 10, 0, 2], [8, 4], [9, 1, 200, 1], [1], [4], [5]] {
                script.add(.pilot, intent)
                script.add(.tick)
                script.navdata([.flying, .communicationWatchdog], .demoDefault)
            }
            script.write(key: "video:video_channel", value: "2")
            script.add(.readIDs)
            for _ in 0..<6 { script.add(.tick) }
            script.add(.controlClosed)
            script.add(.leave)
            for _ in 0..<6 { script.add(.tick) }
            script.navdata([], .demoDefault)
            script.add(.tick)
            return script.bytes
        }
    }
}

/// Writes what ``SessionFuzzing`` reads.
private struct SessionScript {
    private(set) var bytes: [UInt8]
    private var sequence: UInt32 = 0

    init(settings: UInt8) { bytes = [settings] }

    /// A step 36 ms after the one before, and its arguments.
    mutating func add(_ step: SessionFuzzing.Step, _ arguments: [UInt8] = []) {
        bytes.append(0x60 | step.rawValue)
        bytes += arguments
    }

    mutating func control(_ content: [UInt8]) { add(.control, block(content)) }

    mutating func navdata(_ status: DroneStatus, _ options: NavdataOptionSet) {
        sequence += 1
        add(.navdata, block(ProtocolSeeds.packet(.sdk24, options, status: status, sequence: sequence)))
    }

    mutating func write(key: String, value: String) {
        add(.write, [UInt8(key.utf8.count)] + Array(key.utf8) + [UInt8(value.utf8.count)] + Array(value.utf8))
    }

    private func block(_ content: [UInt8]) -> [UInt8] { ByteScript.block(content) }
}
