import FlightReport
import Foundation
import PhotoMetadata
import Video

/// The pictures of phones on board as small copies, for a page that needs no other file.
struct ContactSheet {
    /// Where they are kept: the folder of a payload station.
    let folder: String

    /// No more than this are on a page: about 1 MB.
    private static let most = 200
    /// Their longer side, pixels.
    private static let side = 160

    /// Gives pictures their small copies. One that cannot be read has none.
    ///
    /// - Throws: ``FileProblem`` where there is no such folder.
    func complete(_ phones: inout [PhoneFacts]) throws {
        guard FileManager.default.fileExists(atPath: folder + "/photos") else {
            throw FileProblem(path: folder, reason: "has no photos; name the folder of cockpit or fly --payload")
        }
        var count = 0
        for phone in phones.indices {
            for index in phones[phone].pictures.indices where count < Self.most {
                let name = phones[phone].pictures[index].name
                // The name is from a recording, which may be anybody's.
                guard !name.contains("/"), !name.hasPrefix("."),
                    let bytes = (try? Data(contentsOf: URL(filePath: "\(folder)/photos/\(name)"))).map([UInt8].init),
                    let small = try? PhotoPicture.thumbnail(
                        of: bytes, side: Self.side, quarterTurns: PhotoMetadata(jpeg: bytes)?.quarterTurns ?? 0)
                else { continue }
                phones[phone].pictures[index].thumbnail =
                    "data:image/jpeg;base64," + Data(small).base64EncodedString()
                count += 1
            }
        }
    }
}
