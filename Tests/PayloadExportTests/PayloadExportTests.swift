import DroneModel
import Foundation
import PayloadJournal
import Testing

@testable import PayloadExport

struct PayloadExportTests {
    private func fix(_ second: Int) -> PhoneFix {
        let time = UTCTime(nanoseconds: (1_700_000_000 + Int64(second)) * 1_000_000_000)
        return PhoneFix(
            device: "a<b", source: "gpx", time: time, arrival: time, latitude: 59.97,
            longitude: 11.05 + Double(second) / 1000)
    }

    private func photo(_ second: Double) throws -> PhotoRecord {
        let time = try #require(UTCTime(seconds: 1_700_000_000 + second))
        let line = """
            {"name":"p.jpg","device":"a<b","time":"\(time.text)","time_source":"exif","arrival":"\(time.text)","bytes":1}
            """
        return try #require(PhotoRecord(line: line))
    }

    @Test(
        arguments: [
            (-20.0, 20, false), (-1, 1, true), (0.4, -0.4, true), (0.6, 0.4, true), (2.0, 0, true),
            (12.5, -10.5, false),
        ] as [(Double, Double, Bool)])
    func `a photo is joined to the nearest fix, and the gap is told`(second: Double, gap: Double, isNear: Bool) throws {
        let joined = PhotoJoin.join([try photo(second)], with: [fix(2), fix(0), fix(1)])[0]
        #expect(abs(try #require(joined.gap) / .seconds(1) - gap) < 1e-6)
        #expect(joined.isNear == isNear)
    }

    @Test func `a photo of a phone without fixes has none`() throws {
        #expect(PhotoJoin.join([try photo(0)], with: [])[0].fix == nil)
    }

    @Test func `tracks are cut at gaps, and names are escaped`() throws {
        let fixes = [0, 1, 2, 60, 61].map(fix)
        let photos = PhotoJoin.join([try photo(1)], with: fixes)
        let gpx = TrackText.gpx(fixes, photos: photos)
        #expect(gpx.components(separatedBy: "<trkseg>").count == 3)
        #expect(gpx.components(separatedBy: "<trkpt").count == 6)
        #expect(gpx.contains("<name>a&lt;b (gpx)</name>"))
        #expect(gpx.contains("<wpt lat=\"59.97\" lon=\"11.051\">"))
        #expect(TrackText.kml(fixes, photos: photos).components(separatedBy: "<LineString>").count == 3)
        let json = try JSONSerialization.jsonObject(with: Data(TrackText.geoJSON(fixes, photos: photos).utf8))
        let features = try #require((json as? [String: Any])?["features"] as? [[String: Any]])
        #expect(features.count == 6)
        let place = (features[1]["geometry"] as? [String: Any])?["coordinates"] as? [Double]
        #expect(place == [11.051, 59.97])
    }

    @Test(arguments: [[3, 0, 12, 7, 4], [0, 3, 4, 7, 12], [12, 7, 4, 3, 0]])
    func `each time finds the moment that is nearest to it`(seconds: [Int]) {
        func time(_ second: Double) -> UTCTime { UTCTime(nanoseconds: Int64(second * 1e9)) }
        var search = MomentSearch(seconds.map { time(Double($0)) })
        #expect(search.found.allSatisfy { $0 == nil })
        for second in [1, 3.4, 3.9, 9] { search.note(FlightMoment(time: time(second))) }
        let nearest: [Int: Double] = [0: 1, 3: 3.4, 4: 3.9, 7: 9, 12: 9]
        #expect(search.found.map { $0?.time } == seconds.map { time(nearest[$0] ?? -1) })
    }

    @Test func `a name that leads out of the folder is no photo`() {
        for name in ["../p.jpg", "/etc/passwd", ".hidden", "", "a/b.jpg"] {
            let line = """
                {"name":"\(name)","device":"a","time":"2026-01-31T12:00:00Z","time_source":"exif",\
                "arrival":"2026-01-31T12:00:00Z","bytes":1}
                """
            #expect(PhotoRecord(line: line) == nil)
        }
    }
}
