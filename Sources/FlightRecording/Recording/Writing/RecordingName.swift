#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The names of recordings' folders: `20260131T235959Z-hover`.
enum RecordingName {
    /// The longest name that is taken over, characters.
    private static let longest = 64

    /// The name for a manifest's beginning and name.
    static func folder(for manifest: RecordingManifest) -> String {
        let name = plain(manifest.name)
        return stamp(seconds: manifest.clock.utcNanoseconds / 1_000_000_000) + (name.isEmpty ? "" : "-" + name)
    }

    /// A name with nothing that a file system or a shell could take amiss: letters, digits, `.`, `_` and `-`.
    static func plain(_ name: String) -> String {
        var text = ""
        for scalar in name.unicodeScalars.prefix(longest) {
            let isPlain =
                scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || "._-".unicodeScalars.contains(scalar)
            text.unicodeScalars.append(isPlain ? scalar : "-")
        }
        return text
    }

    /// `20260131T235959Z`; UTC.
    private static func stamp(seconds: Int64) -> String {
        var time = time_t(seconds)
        var parts = unsafe tm()
        guard unsafe gmtime_r(&time, &parts) != nil else { return "\(seconds)" }
        func digits(_ value: Int32, _ count: Int) -> String {
            let text = String(value)
            return String(repeating: "0", count: max(0, count - text.count)) + text
        }
        return unsafe digits(parts.tm_year + 1900, 4) + digits(parts.tm_mon + 1, 2) + digits(parts.tm_mday, 2) + "T"
            + digits(parts.tm_hour, 2) + digits(parts.tm_min, 2) + digits(parts.tm_sec, 2) + "Z"
    }

    /// A folder's path without slashes at its end.
    static func withoutSlash(_ path: String) -> String {
        var path = path
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        return path.isEmpty ? "." : path
    }
}
