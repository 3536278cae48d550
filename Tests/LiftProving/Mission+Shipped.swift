import Foundation
public import Missions

extension Mission {
    /// A mission of the project's own folder, such as `lift-full`.
    public static func shipped(_ name: String) throws -> Mission {
        try MissionReader.read(file: shippedFile(name), vocabulary: MissionVocabulary()) {
            try String(contentsOfFile: $0, encoding: .utf8)
        }
    }

    /// The file of a mission of the project's own folder.
    public static func shippedFile(_ name: String) -> String {
        URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Missions/\(name).yaml")
            .standardizedFileURL.path
    }
}
