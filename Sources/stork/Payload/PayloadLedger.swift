import Cockpit
import DroneModel
import PayloadIntake

/// What a phone on board told, event by event, and what a pilot sees of it. Live and in a replay the same.
struct PayloadLedger {
    private var track = PayloadTrack()
    /// The phone that told something last.
    private var device: String?
    private var newestFix: [String: Duration] = [:]
    private var photos: [String: Photos] = [:]

    private struct Photos {
        var count = 0
        var bytes = 0
        var last: Duration
    }

    /// A phone told where it was; `now` is when that came.
    mutating func take(_ fix: PhoneFix, at now: Duration) {
        guard track.take(fix) == .new else { return }
        device = fix.device
        // One that was stored on the phone meanwhile says nothing of where it is now.
        if !fix.isLate || newestFix[fix.device] == nil { newestFix[fix.device] = now }
    }

    /// A phone sent a picture.
    mutating func takePhoto(device: String, bytes: Int, at now: Duration) {
        guard photos[device] != nil || photos.count < PayloadTrack.mostDevices else { return }
        self.device = device
        var of = photos[device] ?? Photos(last: now)
        of.count += 1
        of.bytes += bytes
        of.last = now
        photos[device] = of
    }

    /// What is shown: of the phone that told something last.
    var readout: PayloadReadout {
        var readout = PayloadReadout()
        guard let device else { return readout }
        readout.device = device
        if let photos = photos[device] {
            readout.photos = photos.count
            readout.photoBytes = photos.bytes
            readout.photoArrival = photos.last
        }
        guard let told = track[device], let fix = told.latest else { return readout }
        readout.source = told.sources.last
        readout.fixArrival = newestFix[device]
        readout.accuracy = fix.accuracy
        readout.speed = fix.speed
        readout.battery = fix.battery
        readout.fixes = told.fixes
        let gaps = told.gaps
        readout.gaps = gaps.count
        readout.longestGap = gaps.map(\.length).max()
        if let home = told.first {
            readout.distance = Geodesy.distance(from: home, to: fix)
            readout.bearing = Geodesy.bearing(from: home, to: fix)
        }
        return readout
    }
}
