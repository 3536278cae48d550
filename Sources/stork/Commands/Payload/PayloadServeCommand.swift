import ArgumentParser
import DroneModel
import Foundation
import JSONText
import PayloadIntake
import PayloadJournal
import PayloadStation
import QRCode

struct PayloadServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Take in positions and pictures from phone apps.",
        discussion: """
            One port for OwnTracks, uLogger, Traccar Client, OsmAnd, Overland, Sensor Logger, GPSLogger and anything \
            that puts a JPEG; the page behind the QR code says what to set in each app. A request is acknowledged \
            when the disk has it. What comes twice is stored once; what comes late is marked so. Runs until Ctrl-C.

            Apps that send nothing without internet: stork payload import their files after landing.

            Example: stork payload serve --device side
            """)

    @OptionGroup var folder: PayloadFolder
    @OptionGroup var options: StationOptions
    @Flag(help: "One JSON object per line: the address, every new fix and photo, every refusal.") var json = false
    @Flag(help: "Show no QR code.") var noQR = false

    func run() async throws {
        // Where a file may not grow, the journal says so; the process goes on.
        signal(SIGXFSZ, SIG_IGN)
        let (stop, stopped) = AsyncStream.makeStream(of: Void.self)
        let interruption = Interruption { count in
            if count > 1 { Foundation.exit(1) }
            stopped.finish()
        }
        defer { interruption.stop() }
        let defaults = try Defaults.load()
        let settings = PayloadHost.Settings(
            folder: folder.folder, address: options.address(towards: defaults.drone), port: options.port,
            devices: options.open ? [] : options.devices.isEmpty ? ["phone"] : options.devices,
            webcam: options.webcamPoller)
        let json = json
        let host: PayloadHost
        do {
            host = try await PayloadHost.start(settings) { event in
                StandardOutput.write(json ? Self.json(event) : Self.line(event))
            } note: {
                StandardError.write($0)
            }
        } catch {
            StandardError.write("Error: \(error)")
            throw ExitCode(1)
        }
        for join in host.joinAddresses {
            if json {
                StandardOutput.write(
                    JSONValue.object([("device", .text(join.device)), ("join", .text(join.address))]).line)
                continue
            }
            if !noQR, let code = QRSymbol(join.address) {
                for line in code.lines() { StandardOutput.write(line) }
            }
            StandardOutput.write("\(join.device ?? "every phone") joins at \(join.address)")
        }
        for await _ in stop {}
        await host.stop()
        let track = host.station.journal.track
        if !json {
            StandardOutput.write(
                "\(folder.folder): \(track.fixCount) fixes, \(track.photoCount) photos, \(host.station.refused.count) refused"
            )
        }
    }

    static func line(_ event: PayloadStation.Event) -> String {
        switch event {
        case .fix(let fix):
            let place = DecimalNumber.fixed(fix.latitude, decimals: 6) ?? ""
            var line =
                "\(fix.time.text) \(fix.device) \(place) \(DecimalNumber.fixed(fix.longitude, decimals: 6) ?? "")"
            if let accuracy = fix.accuracy { line += " ±\(DecimalNumber.text(accuracy, decimals: 1) ?? "") m" }
            if let speed = fix.speed { line += " \(DecimalNumber.fixed(speed, decimals: 2) ?? "") m/s" }
            if fix.isLate { line += " late" }
            return line + " (\(fix.source))"
        case .photo(let photo): return "\(photo.time.text) \(photo.device) \(photo.name) \(ByteText(photo.bytes))"
        case .refused(let remote, let reason): return "refused from \(remote): \(reason)"
        }
    }

    static func json(_ event: PayloadStation.Event) -> String {
        switch event {
        case .fix(let fix): fix.line
        case .photo(let photo):
            JSONValue.object([
                ("photo", .text(photo.name)), ("device", .text(photo.device)), ("time", .text(photo.time.text)),
                ("time_source", .text(photo.timeSource)), ("bytes", .integer(photo.bytes)),
            ]).line
        case .refused(let remote, let reason):
            JSONValue.object([("refused", .text(reason)), ("remote", .text(remote))]).line
        }
    }
}
