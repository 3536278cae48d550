import DroneModel
import DroneProtocol
import FlightExport
import WireBytes

/// Navdata: what decodes, encodes to a packet that decodes to the same; and telemetry holds no impossible numbers.
enum NavdataFuzzing {
    static func run(_ bytes: [UInt8]) throws(Finding) {
        try check(bytes)
        // No mutation gets past the checksum, so each input is also tried with a right one.
        let sealed = NavdataSeal.sealed(bytes)
        try check(sealed)
        var session = DroneSession()
        for (index, datagram) in [bytes, sealed, sealed].enumerated() {
            _ = session.receiveNavdata(datagram.span.bytes, at: .milliseconds(5 * index))
        }
    }

    private static func check(_ bytes: [UInt8]) throws(Finding) {
        let navdata: Navdata
        do throws(NavdataError) { navdata = try Navdata(decoding: bytes.span.bytes) } catch { return }
        let encoded = navdata.encoded()
        let again: Navdata
        do throws(NavdataError) { again = try Navdata(decoding: encoded.span.bytes) } catch {
            throw Finding(description: "what was encoded does not decode: \(error)")
        }
        try Finding.unless(again == navdata, "decoding what was encoded gives another packet")
        try Finding.unless(
            bytes.count - navdata.bytesBehindChecksum == encoded.count, "\(bytes.count) bytes became \(encoded.count)")
        _ = navdata.listing
        var sequencer = NavdataSequencer()
        var telemetry = Telemetry()
        var decoder = TelemetryDecoder()
        for milliseconds in [0, 5, 2000] {
            let time = Duration.milliseconds(milliseconds)
            _ = sequencer.accept(sequence: navdata.sequence, status: navdata.status, at: time)
            decoder.update(&telemetry, with: navdata, at: time)
        }
        try checkNumbers(telemetry)
        try checkRow(bytes)
    }

    /// A row of a table has as many fields as the table has columns, and only numbers that readers of tables take.
    private static func checkRow(_ bytes: [UInt8]) throws(Finding) {
        var table = NavdataTable()
        try Finding.unless(table.add(bytes, at: .seconds(1), start: .zero), "valid navdata gives no row")
        let lines = String(decoding: table.takeText(), as: UTF8.self).split(separator: "\n")
        let fields = lines.map { $0.split(separator: ",", omittingEmptySubsequences: false) }
        try Finding.unless(fields.count == 2 && fields[0].count == fields[1].count, "\(lines)")
        try Finding.unless(!fields[1].contains { $0 == "nan" || $0 == "inf" || $0 == "-0" }, "\(lines)")
    }

    private static func checkNumbers(_ telemetry: Telemetry) throws(Finding) {
        if let percent = telemetry.batteryPercent?.value {
            try Finding.unless((0...100).contains(percent), "battery \(percent) %")
        }
        let numbers: [Double?] = [
            telemetry.altitude?.value, telemetry.verticalSpeed?.value, telemetry.attitude?.value.pitch.radians,
            telemetry.attitude?.value.roll.radians, telemetry.attitude?.value.yaw.radians,
            telemetry.velocity?.value.forward, telemetry.velocity?.value.right, telemetry.batteryVoltage?.value,
            telemetry.pressure?.value, telemetry.temperature?.value, telemetry.barometricAltitude?.value,
            telemetry.heading?.value.radians, telemetry.wifiQuality?.value, telemetry.position?.value.latitude,
            telemetry.position?.value.longitude, telemetry.position?.value.elevation,
        ]
        for (index, number) in numbers.enumerated() {
            try Finding.unless(number?.isFinite ?? true, "telemetry number \(index) is \(number ?? 0)")
        }
    }
}

/// The checksum at the end of a packet.
enum NavdataSeal {
    /// `bytes` with a right checksum option in place of the last eight, where they are one, or else behind them.
    static func sealed(_ bytes: [UInt8]) -> [UInt8] {
        let isSealed = bytes.suffix(8).starts(with: [0xFF, 0xFF, 8, 0])
        let body = isSealed ? Array(bytes.dropLast(8)) : bytes
        var writer = WireWriter(capacity: body.count + 8)
        writer.write(contentsOf: body)
        writer.write(NavdataTag.checksum)
        writer.write(UInt16(8))
        writer.write(Checksum.sum(body.span.bytes))
        return writer.bytes
    }
}
