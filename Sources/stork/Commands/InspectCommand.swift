import ArgumentParser
import FlightRecording
import Foundation

struct InspectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Say what a capture or a navdata datagram holds.",
        discussion: """
            Reads pcap and pcapng, gzipped or not, with Ethernet, Wi-Fi (radiotap), Linux-cooked and raw-IP frames,
            and a file that holds one navdata datagram. A damaged capture is read up to the damage.

            Example: stork inspect flight.pcapng.gz --json
            """)

    @Argument(help: ArgumentHelp("A capture, or one navdata datagram.", valueName: "file"))
    var files: [String]

    @Flag(help: "One JSON object a file; a value the file does not hold is null.")
    var json = false

    func run() async throws {
        // One file that cannot be read does not hide the others.
        var failed = false
        for file in files {
            do throws(InspectionError) {
                let inspection = try FlightInspection.inspect(path: file)
                StandardOutput.write(json ? inspection.json : inspection.text)
            } catch {
                if files.count == 1 { throw error }
                StandardError.write("Error: \(error)")
                failed = true
            }
        }
        if failed { throw ExitCode(1) }
    }
}
