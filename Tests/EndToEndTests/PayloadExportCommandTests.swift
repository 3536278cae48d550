import DroneModel
import DroneSimulation
import FlightRehearsal
import Foundation
import Testing

extension EndToEnd {
    /// `stork payload export`, read by programs that others wrote.
    struct PayloadExportCommandTests {
        private let folder = FileManager.default.temporaryDirectory.appending(path: "stork-payload-\(UUID())").path

        /// What other readers find in an export.
        private struct Export: Decodable {
            struct Photo: Decodable {
                var size: [Int]
                var camera: String?
                var orientation: Int?
                var taken: String?
                var north: String?
                var lat: [Double]
                var lon: [Double]
                var alt: Double?
                var clock: [Double]
                var date: String?
            }

            struct Point: Decodable, Equatable {
                var time: String
                var latitude: Double
                var longitude: Double
                var elevation: Double?

                init(from decoder: any Decoder) throws {
                    var list = try decoder.unkeyedContainer()
                    time = try list.decode(String.self)
                    latitude = try list.decode(Double.self)
                    longitude = try list.decode(Double.self)
                    elevation = try list.decodeIfPresent(Double.self)
                }
            }

            var gpx: [Point]
            var segments: Int
            var kml: Int
            var geojson: Int
            var fixes: [[String: String]]
            var table: [[String: String]]
            var photos: [String: Photo]
        }

        private func python(_ arguments: [String]) async throws -> String {
            let program = try RunningProgram(
                OtherProgram.python, [OtherProgram.driver("payload_read.py")] + arguments,
                environment: StorkProgram.plainEnvironment)
            let result = try await program.result()
            #expect(result.status == 0, "\(result.errors)")
            return result.output
        }

        /// A flight of 20 s that began at 2026-01-31 12:00:00 UTC.
        private func fly(into path: String) throws {
            var flight = try RehearsedFlight(DroneSettings(seed: 5), recordingTo: path, name: "side")
            try flight.takeOff()
            try flight.wait(.seconds(15))
            try flight.land()
            try flight.finish()
        }

        @Test(.enabled(if: OtherProgram.havePython, "\(OtherProgram.noPython)"))
        func `others read the tracks and the places in the photos, and every gap in time is told`() async throws {
            defer { try? FileManager.default.removeItem(atPath: folder) }
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try fly(into: "\(folder)/flight")
            // Two photos: one during the flight and the track, one a minute after both.
            _ = try await python(["make", "\(folder)/near.jpg", "2026:01:31 12:00:14"])
            _ = try await python(["make", "\(folder)/far.jpg", "2026:01:31 12:01:30"])
            var track = "time,lat,lon,alt,speed\n"
            for second in 0..<15 where second != 7 {
                track +=
                    "2026-01-31T12:00:\(second < 10 ? "0" : "")\(second).250Z,-59.97,11.0\(500 + second),143.5,3.06\n"
            }
            try track.write(toFile: "\(folder)/track.csv", atomically: true, encoding: .utf8)
            let took = try await StorkProgram.run([
                "payload", "import", "--folder", "\(folder)/p", "--device", "side", "\(folder)/track.csv",
                "\(folder)/near.jpg", "\(folder)/far.jpg",
            ])
            #expect(took.status == 0, "\(took.errors)")
            let result = try await StorkProgram.run([
                "payload", "export", "--folder", "\(folder)/p", "--output", "\(folder)/out", "--recording",
                "\(folder)/flight",
            ])
            #expect(result.status == 0, "\(result.errors)")
            let lines = result.output.split(separator: "\n")
            #expect(lines.count == 3)
            #expect(
                lines[1].hasPrefix("20260131T120014Z-side.jpg: fix +0.25 s, -59.97 11.0514; drone "), "\(lines[1])")
            #expect(lines[1].contains(" m high, heading ") && lines[1].hasSuffix(" %"), "\(lines[1])")
            #expect(
                lines[2].hasPrefix("20260131T120130Z-side.jpg: fix -75.75 s, -59.97 11.0514; drone -"), "\(lines[2])")
            #expect(lines[2].hasSuffix("too far away, not tagged"), "\(lines[2])")
            let read = try JSONDecoder().decode(
                Export.self, from: Data(try await python(["read", "\(folder)/out"]).utf8))
            try check(read)
        }

        private func check(_ read: Export) throws {
            #expect(read.gpx.count == 14 && read.segments == 1)
            let first = try #require(read.gpx.first)
            #expect(first.time == "2026-01-31T12:00:00.250000+00:00" && first.latitude == -59.97)
            #expect(first.longitude == 11.05 && first.elevation == 143.5)
            #expect(read.kml == 2 && read.geojson == 15)
            #expect(read.fixes.count == 14 && read.fixes[0]["speed_m_s"] == "3.06" && read.fixes[0]["late"] == "1")
            let near = try #require(read.photos["20260131T120014Z-side.jpg"])
            #expect(near.size == [64, 48] && near.camera == "X10 mini" && near.orientation == 6)
            #expect(near.taken == "2026:01:31 12:00:14" && near.north == "S")
            func degrees(_ parts: [Double]) -> Double { parts[0] + parts[1] / 60 + parts[2] / 3600 }
            #expect(near.lat.count == 3 && abs(degrees(near.lat) - 59.97) < 1e-7)
            #expect(near.lon.count == 3 && abs(degrees(near.lon) - 11.0514) < 1e-7)
            #expect(near.alt == 143.5 && near.clock == [12, 0, 14.25] && near.date == "2026:01:31")
            let far = try #require(read.photos["20260131T120130Z-side.jpg"])
            #expect(far.north == nil && far.lat.isEmpty && far.camera == "X10 mini")
            // In the air at about a metre, within a packet's time.
            let row = try #require(read.table.first)
            #expect(abs(Double(row["drone_gap_s"] ?? "") ?? 9) < 0.1)
            #expect((0.5...2).contains(Double(row["drone_altitude_m"] ?? "") ?? 0), "\(row)")
            #expect((0..<360).contains(Double(row["drone_heading_deg"] ?? "") ?? -1))
            #expect((50...100).contains(Int(row["drone_battery_percent"] ?? "") ?? 0))
        }

        @Test func `a folder that nobody served is an error that says so`() async throws {
            let result = try await StorkProgram.run(["payload", "export", "--folder", "\(folder)-none"])
            #expect(result.status == 1)
            #expect(result.errors.contains("cannot be read; name a folder of stork payload serve"), "\(result.errors)")
        }
    }
}
