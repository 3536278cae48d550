import DroneModel
import PayloadIntake
import Testing

struct PayloadTrackTests {
    private func fix(_ second: Double, latitude: Double = 59, longitude: Double = 11) -> PhoneFix {
        let time = UTCTime(nanoseconds: 1_700_000_000_000_000_000 + Int64(second * 1e9))
        return PhoneFix(
            device: "side", source: "gpx", time: time, arrival: time + .seconds(1), latitude: latitude,
            longitude: longitude)
    }

    @Test func `a gap is longer than three usual intervals`() throws {
        var track = PayloadTrack()
        for second in [0, 2, 4, 6, 11, 13, 40] { track.take(fix(Double(second))) }
        let device = try #require(track["side"])
        #expect(device.usualInterval == .seconds(2))
        #expect(device.gaps.map(\.length) == [.seconds(27)])
        track.take(fix(25))
        #expect(track["side"]?.gaps.map(\.length) == [.seconds(12), .seconds(15)])
    }

    @Test func `late fixes are counted and come into their place`() throws {
        var track = PayloadTrack()
        for second in [0.0, 1, 2] { track.take(fix(second)) }
        var old = fix(0.5)
        old.arrival = old.time + .seconds(11)
        #expect(track.take(old) == .new)
        #expect(track.take(old) == .known)
        let device = try #require(track["side"])
        #expect(device.late == 1)
        #expect(device.recent.map(\.time) == [fix(0), fix(0.5), fix(1), fix(2)].map(\.time))
        #expect(device.latest?.time == fix(2).time)
    }

    @Test func `no more is remembered than the limits say`() {
        var track = PayloadTrack()
        for number in 0..<100 {
            var one = fix(0)
            one.device = "d\(number)"
            #expect(track.take(one) == (number < PayloadTrack.mostDevices ? .new : .full))
        }
        for second in 0..<(DeviceTrack.mostRecent + 10) {
            var one = fix(Double(second) + 1)
            one.device = "d0"
            track.take(one)
        }
        #expect(track["d0"]?.recent.count == DeviceTrack.mostRecent)
        #expect(track["d0"]?.fixes == DeviceTrack.mostRecent + 11)
    }

    @Test func `distances and bearings`() {
        // One degree of latitude on the mean sphere is 111.195 km.
        #expect(abs(Geodesy.distance(from: fix(0), to: fix(0, latitude: 60)) - 111_195) < 1)
        #expect(abs(Geodesy.distance(from: fix(0), to: fix(0, longitude: 11.001)) - 57.27) < 0.01)
        #expect(Geodesy.bearing(from: fix(0), to: fix(0, latitude: 60)) == 0)
        #expect(abs(Geodesy.bearing(from: fix(0), to: fix(0, longitude: 10.999)) - 270) < 0.001)
        #expect(Geodesy.distance(from: fix(0), to: fix(0)) == 0)
    }
}
