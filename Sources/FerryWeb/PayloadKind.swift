/// What the octets of a message are, by how they begin: nothing that the sender says is believed.
struct PayloadKind: Equatable {
    /// The media type under which a browser gets it.
    var mediaType: String
    /// How a saved file's name ends.
    var suffix: String
    /// True for pictures, which a browser shows and cannot run.
    var isPicture: Bool

    init(_ payload: [UInt8]) {
        let known: [(beginning: [UInt8], type: String, suffix: String)] = [
            ([0xFF, 0xD8, 0xFF], "image/jpeg", "jpg"),
            ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], "image/png", "png"),
            (Array("GIF87a".utf8), "image/gif", "gif"), (Array("GIF89a".utf8), "image/gif", "gif"),
        ]
        for kind in known where payload.starts(with: kind.beginning) {
            self.init(kind.type, kind.suffix, isPicture: true)
            return
        }
        if payload.starts(with: Array("RIFF".utf8)), payload.dropFirst(8).starts(with: Array("WEBP".utf8)) {
            self.init("image/webp", "webp", isPicture: true)
        } else {
            self.init("application/octet-stream", "bin", isPicture: false)
        }
    }

    private init(_ mediaType: String, _ suffix: String, isPicture: Bool) {
        self.mediaType = mediaType
        self.suffix = suffix
        self.isPicture = isPicture
    }
}
