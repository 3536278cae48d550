import ArgumentParser
import DroneModel

/// A number of bytes on the command line: `500MB`, `2 GB`; powers of ten, or of two as `GiB`.
struct ByteCount: ExpressibleByArgument, Equatable {
    var bytes: Int

    private static let units: [(name: String, bytes: Double)] = [
        ("B", 1), ("kB", 1e3), ("MB", 1e6), ("GB", 1e9), ("TB", 1e12),
        ("KiB", 1024), ("MiB", 1_048_576), ("GiB", 1_073_741_824), ("TiB", 1_099_511_627_776),
    ]

    init?(argument: String) {
        let text = argument.filter { $0 != " " }
        let number = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        guard let value = Double(number),
            let unit = Self.units.first(where: { $0.name == text.dropFirst(number.count) }),
            value * unit.bytes < 1e18
        else { return nil }
        bytes = Int(value * unit.bytes)
    }

    var defaultValueDescription: String { "\(ByteText(bytes))" }
}
