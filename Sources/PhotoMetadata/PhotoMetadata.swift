import CExif
public import DroneModel

/// What a camera wrote into a picture (EXIF), read by libexif.
public struct PhotoMetadata: Equatable, Sendable {
    /// When it was taken: by GPS, or by the camera's clock where it says its zone; nil where neither is there, because a
    /// clock without a zone is hours away.
    public var time: UTCTime?
    /// The camera's clock as it was written, without zone: `2023:11:14 23:13:20`.
    public var localTime: String?
    /// Latitude, degrees, north positive.
    public var latitude: Double?
    /// Longitude, degrees, east positive.
    public var longitude: Double?
    /// Altitude above the sea, metres.
    public var altitude: Double?
    /// The camera, `maker model`.
    public var camera: String?
    /// How often the picture is turned clockwise by 90° to stand upright, 0…3: phones write how they were held.
    public var quarterTurns = 0

    /// Reads the metadata of a JPEG; nil where there are none.
    public init?(jpeg bytes: [UInt8]) {
        // The metadata stand at the beginning, in a segment of 64 KB at most, after another such one at most.
        let beginning = Array(bytes.prefix(256 << 10))
        guard let data = exif_data_new_from_data(beginning, UInt32(beginning.count)) else { return nil }
        defer { exif_data_unref(data) }
        let reader = ExifReader(data)
        guard reader.entryCount > 0 else { return nil }
        localTime = reader.text(.original) ?? reader.text(.changed)
        latitude = reader.degrees(.latitude, sign: .latitudeReference, negative: "S", most: 90)
        longitude = reader.degrees(.longitude, sign: .longitudeReference, negative: "W", most: 180)
        altitude = reader.altitude
        let words = [reader.text(.make), reader.text(.model)].compactMap { $0 }
        camera = words.isEmpty ? nil : words.joined(separator: " ")
        quarterTurns = reader.quarterTurns
        time = reader.gpsTime
        if time == nil, let localTime, let zone = reader.text(.originalOffset) ?? reader.text(.offset) {
            time = UTCTime(text: localTime + zone)
        }
    }
}

/// A tag and the directory that it stands in (CIPA DC-008).
struct ExifField {
    /// 0 the picture, 2 the camera, 3 GPS, as libexif numbers directories.
    var directory: Int
    var tag: UInt32

    static let make = ExifField(directory: 0, tag: 0x010F)
    static let model = ExifField(directory: 0, tag: 0x0110)
    static let turned = ExifField(directory: 0, tag: 0x0112)
    static let changed = ExifField(directory: 0, tag: 0x0132)
    static let original = ExifField(directory: 2, tag: 0x9003)
    static let offset = ExifField(directory: 2, tag: 0x9010)
    static let originalOffset = ExifField(directory: 2, tag: 0x9011)
    static let version = ExifField(directory: 3, tag: 0)
    static let latitudeReference = ExifField(directory: 3, tag: 1)
    static let latitude = ExifField(directory: 3, tag: 2)
    static let longitudeReference = ExifField(directory: 3, tag: 3)
    static let longitude = ExifField(directory: 3, tag: 4)
    static let altitudeReference = ExifField(directory: 3, tag: 5)
    static let altitude = ExifField(directory: 3, tag: 6)
    static let timeOfDay = ExifField(directory: 3, tag: 7)
    static let date = ExifField(directory: 3, tag: 0x1D)
}

/// Takes values out of libexif's entries, whose sizes are checked here: a file may say anything.
struct ExifReader {
    private let data: UnsafeMutablePointer<ExifData>

    init(_ data: UnsafeMutablePointer<ExifData>) { self.data = data }

    static func directory(
        _ number: Int, of data: UnsafeMutablePointer<ExifData>
    ) -> UnsafeMutablePointer<ExifContent>? {
        switch number {
        case 0: data.pointee.ifd.0
        case 2: data.pointee.ifd.2
        case 3: data.pointee.ifd.3
        default: nil
        }
    }

    var entryCount: Int {
        [0, 2, 3].reduce(0) { $0 + Int(Self.directory($1, of: data)?.pointee.count ?? 0) }
    }

    private func entry(_ field: ExifField) -> ExifEntry? {
        guard let content = Self.directory(field.directory, of: data),
            let entry = exif_content_get_entry(content, ExifTag(rawValue: field.tag))
        else { return nil }
        return entry.pointee
    }

    func text(_ field: ExifField) -> String? {
        guard let entry = entry(field), entry.format == EXIF_FORMAT_ASCII, let bytes = entry.data else { return nil }
        let letters = UnsafeBufferPointer(start: bytes, count: min(Int(entry.size), 256)).prefix { $0 != 0 }
        let text = String(decoding: letters, as: UTF8.self)
        let kept = String(String.UnicodeScalarView(text.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }))
        let trimmed = String(kept.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        return trimmed.isEmpty ? nil : trimmed
    }

    private func rationals(_ field: ExifField, _ count: Int) -> [Double]? {
        guard let entry = entry(field), entry.format == EXIF_FORMAT_RATIONAL, entry.components >= UInt(count),
            Int(entry.size) >= count * 8, let bytes = entry.data
        else { return nil }
        let order = exif_data_get_byte_order(data)
        var values: [Double] = []
        for index in 0..<count {
            let ratio = exif_get_rational(bytes + index * 8, order)
            if ratio.denominator == 0 { return nil }
            values.append(Double(ratio.numerator) / Double(ratio.denominator))
        }
        return values
    }

    func degrees(_ field: ExifField, sign: ExifField, negative: String, most: Double) -> Double? {
        guard let parts = rationals(field, 3), let reference = text(sign) else { return nil }
        let value = parts[0] + parts[1] / 60 + parts[2] / 3600
        guard value <= most else { return nil }
        return reference.hasPrefix(negative) ? -value : value
    }

    var altitude: Double? {
        guard let value = rationals(.altitude, 1)?[0], value < 100_000 else { return nil }
        let isBelow = entry(.altitudeReference)?.data?.pointee == 1
        return isBelow ? -value : value
    }

    /// By the numbers of CIPA DC-008 §4.6.5; mirrored pictures, which cameras do not take, are left as they are.
    var quarterTurns: Int {
        guard let entry = entry(.turned), entry.format == EXIF_FORMAT_SHORT, entry.components >= 1, entry.size >= 2,
            let bytes = entry.data
        else { return 0 }
        return switch exif_get_short(bytes, exif_data_get_byte_order(data)) {
        case 6: 1
        case 3: 2
        case 8: 3
        default: 0
        }
    }

    var gpsTime: UTCTime? {
        guard let date = text(.date), let clock = rationals(.timeOfDay, 3), clock[0] < 24, clock[1] < 60, clock[2] < 61,
            let midnight = UTCTime(text: "\(date) 00:00:00")
        else { return nil }
        return midnight + .milliseconds(Int64(((clock[0] * 60 + clock[1]) * 60 + clock[2]) * 1000))
    }
}
