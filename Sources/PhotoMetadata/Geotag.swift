import CExif
public import DroneModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Writes a place into a copy of a picture; the picture itself stays as it is.
public enum Geotag {
    /// Why a picture cannot be tagged.
    public enum Problem: Error, Equatable, Sendable, CustomStringConvertible {
        /// It is no JPEG.
        case noJPEG
        /// Its metadata with the place are longer than a segment may be.
        case tooLong

        /// What is wrong.
        public var description: String {
            switch self {
            case .noJPEG: "the picture is no JPEG"
            case .tooLong: "the picture's metadata are too long to add a place"
            }
        }
    }

    /// The picture with the place and time of a fix; metadata that were there stay.
    public static func tagged(_ jpeg: [UInt8], with fix: PhoneFix) throws(Problem) -> [UInt8] {
        guard jpeg.starts(with: [0xFF, 0xD8]) else { throw .noJPEG }
        let old = try exifSegment(of: jpeg)
        let beginning = old == nil ? [] : Array(jpeg.prefix(256 << 10))
        guard
            let data = beginning.isEmpty ? exif_data_new() : exif_data_new_from_data(beginning, UInt32(beginning.count))
        else { throw .noJPEG }
        defer { exif_data_unref(data) }
        exif_data_set_data_type(data, EXIF_DATA_TYPE_COMPRESSED)
        if old == nil { exif_data_set_byte_order(data, EXIF_BYTE_ORDER_INTEL) }
        write(fix, into: data)
        var saved: UnsafeMutablePointer<UInt8>?
        var count: UInt32 = 0
        exif_data_save_data(data, &saved, &count)
        defer { free(saved) }
        guard let saved, count > 0, count + 2 <= 0xFFFF else { throw .tooLong }
        let length = Int(count) + 2
        var tagged: [UInt8] = [0xFF, 0xD8, 0xFF, 0xE1, UInt8(length >> 8), UInt8(length & 0xFF)]
        tagged += UnsafeBufferPointer(start: saved, count: Int(count))
        if let old {
            tagged += jpeg[2..<old.lowerBound]
            tagged += jpeg[old.upperBound...]
        } else {
            tagged += jpeg[2...]
        }
        return tagged
    }

    /// Where the segment with the metadata is: among those before the picture's data.
    private static func exifSegment(of jpeg: [UInt8]) throws(Problem) -> Range<Int>? {
        var position = 2
        while position + 4 <= jpeg.count, jpeg[position] == 0xFF {
            let marker = jpeg[position + 1]
            // Start of scan: the picture begins.
            if marker == 0xDA || marker == 0xD9 { return nil }
            let length = Int(jpeg[position + 2]) << 8 | Int(jpeg[position + 3])
            let end = position + 2 + length
            guard length >= 2, end <= jpeg.count else { throw .noJPEG }
            if marker == 0xE1, jpeg[(position + 4)..<end].starts(with: Array("Exif\0\0".utf8)) { return position..<end }
            position = end
        }
        return nil
    }

    private static func write(_ fix: PhoneFix, into data: UnsafeMutablePointer<ExifData>) {
        let order = exif_data_get_byte_order(data)
        func put(_ field: ExifField, _ format: ExifFormat, _ components: Int, _ bytes: [UInt8]) {
            guard let content = ExifReader.directory(field.directory, of: data) else { return }
            let tag = ExifTag(rawValue: field.tag)
            if let old = exif_content_get_entry(content, tag) { exif_content_remove_entry(content, old) }
            guard let entry = exif_entry_new() else { return }
            defer { exif_entry_unref(entry) }
            // libexif frees it with its own allocator, which is free().
            guard let memory = malloc(max(1, bytes.count)) else { return }
            memory.copyMemory(from: bytes, byteCount: bytes.count)
            entry.pointee.tag = tag
            entry.pointee.format = format
            entry.pointee.components = UInt(components)
            entry.pointee.size = UInt32(bytes.count)
            entry.pointee.data = memory.assumingMemoryBound(to: UInt8.self)
            exif_content_add_entry(content, entry)
        }
        func ratios(_ values: [(UInt32, UInt32)]) -> [UInt8] {
            var bytes = [UInt8](repeating: 0, count: values.count * 8)
            for (index, value) in values.enumerated() {
                bytes.withUnsafeMutableBufferPointer { buffer in
                    exif_set_rational(
                        buffer.baseAddress.map { $0 + index * 8 }, order,
                        ExifRational(numerator: value.0, denominator: value.1))
                }
            }
            return bytes
        }
        /// Degrees, minutes and seconds to a ten-thousandth, which is 3 mm.
        func angle(_ degrees: Double) -> [UInt8] {
            let parts = Int((abs(degrees) * 36_000_000).rounded())
            return ratios([
                (UInt32(parts / 36_000_000), 1), (UInt32(parts / 600_000 % 60), 1), (UInt32(parts % 600_000), 10_000),
            ])
        }
        put(.version, EXIF_FORMAT_BYTE, 4, [2, 3, 0, 0])
        put(.latitudeReference, EXIF_FORMAT_ASCII, 2, [UInt8(ascii: fix.latitude < 0 ? "S" : "N"), 0])
        put(.latitude, EXIF_FORMAT_RATIONAL, 3, angle(fix.latitude))
        put(.longitudeReference, EXIF_FORMAT_ASCII, 2, [UInt8(ascii: fix.longitude < 0 ? "W" : "E"), 0])
        put(.longitude, EXIF_FORMAT_RATIONAL, 3, angle(fix.longitude))
        if let altitude = fix.altitude {
            put(.altitudeReference, EXIF_FORMAT_BYTE, 1, [altitude < 0 ? 1 : 0])
            put(.altitude, EXIF_FORMAT_RATIONAL, 1, ratios([(UInt32((abs(altitude) * 100).rounded()), 100)]))
        }
        let time = fix.time.calendar
        let seconds = UInt32(time.second * 1000 + time.nanosecond / 1_000_000)
        put(
            .timeOfDay, EXIF_FORMAT_RATIONAL, 3,
            ratios([(UInt32(time.hour), 1), (UInt32(time.minute), 1), (seconds, 1000)]))
        let date = Array(fix.time.text.prefix(10).map { $0 == "-" ? ":" : $0 }).map(String.init).joined()
        put(.date, EXIF_FORMAT_ASCII, 11, Array(date.utf8) + [0])
    }
}
