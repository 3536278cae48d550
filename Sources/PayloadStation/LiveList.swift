import DroneModel
import JSONText
import PayloadIntake

/// What has arrived, for the page that shows it as it comes.
struct LiveList {
    private let track: PayloadTrack
    private let refused: (count: Int, last: [PayloadStation.Refusal])
    private let now: UTCTime

    init(_ track: PayloadTrack, refused: (count: Int, last: [PayloadStation.Refusal]), now: UTCTime) {
        self.track = track
        self.refused = refused
        self.now = now
    }

    var json: String {
        JSONValue.object([
            ("devices", .list(track.devices.map(device))), ("refused", .integer(refused.count)),
            (
                "refusals",
                .list(
                    refused.last.suffix(5).reversed().map {
                        .object([
                            ("time", .text($0.time.text)), ("remote", .text($0.remote)), ("reason", .text($0.reason)),
                        ])
                    })
            ),
        ]).line
    }

    private func device(_ device: DeviceTrack) -> JSONValue {
        let fix = device.latest
        return .object([
            ("name", .text(device.name)), ("sources", .list(device.sources.map { .text($0) })),
            ("fixes", .integer(device.fixes)), ("late", .integer(device.late)),
            ("duplicates", .integer(device.duplicates)), ("refused", .integer(device.refused)),
            ("photos", .integer(device.photos)), ("last_photo", .text(device.lastPhoto?.name)),
            ("bytes", .integer(device.bytes)), ("time", .text(fix?.time.text)),
            ("age_s", .number(fix.map { (now - $0.arrival) / .seconds(1) }, decimals: 1)),
            ("lat", .number(fix?.latitude, decimals: 6)), ("lon", .number(fix?.longitude, decimals: 6)),
            ("accuracy_m", .number(fix?.accuracy, decimals: 1)), ("speed_m_s", .number(fix?.speed, decimals: 2)),
            ("battery", .number(fix?.battery, decimals: 2)),
            ("gaps", .integer(device.gaps.count)),
            ("longest_gap_s", .number(device.gaps.map { $0.length / .seconds(1) }.max(), decimals: 1)),
        ])
    }
}
