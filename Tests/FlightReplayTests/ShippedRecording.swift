import FlightRecording
import Foundation

/// The simulated flights that ship with the program.
enum ShippedRecording {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Recordings").standardizedFileURL

    static func source(_ name: String = "sim-hover") throws -> RecordingSource {
        try RecordingSource(path: folder.appending(path: name).path)
    }

    /// The navdata of a recording, in order.
    static func navdata(_ name: String = "sim-hover") throws -> [[UInt8]] {
        let reader = try FlightReader(source(name))
        var datagrams: [[UInt8]] = []
        while let item = reader.next() {
            if case .navdata(let bytes) = item.content { datagrams.append(bytes) }
        }
        return datagrams
    }

    static func index(_ name: String = "sim-hover") throws -> FlightIndex {
        let indexer = try FlightIndexer(source(name))
        while indexer.advance(items: 1000) {}
        return indexer.index
    }
}
