/// How the camera's pictures are shown.
struct PictureSettings {
    /// In which way.
    var choice: VideoChoice
    /// What they may take of the connection to the terminal; nil for all.
    var bytesPerSecond: Int?
}
