public import FlightRecording

/// Why a recording was not written out.
public enum ExportError: Error, Equatable, Sendable {
    /// The recording cannot be read.
    case recording(RecordingError)
    /// It is there already, and nobody said that it may be replaced.
    case exists(path: String)
    /// It is the recording itself.
    case isSource(path: String)
    /// The operating system refuses to write.
    case unwritable(path: String, reason: String)
    /// A format that needs a file.
    case needsFile(ExportFormat)
    /// No packet is valid navdata.
    case noNavdata(recording: String)
    /// No packet has a position.
    case noPosition(recording: String)
    /// There is no video of the stream; `other` has some.
    case noVideo(recording: String, ExportStream, other: ExportStream?)
    /// The video is coded as no MP4 file can hold.
    case notInMP4(recording: String, codec: String)
    /// libav refuses, for the reason it gives.
    case video(path: String, reason: String)
    /// The video changes its size or codec too often.
    case tooManyParts(most: Int)
    /// There is only video, and no packets.
    case onlyVideo(recording: String, ExportFormat)
    /// Somebody stopped it.
    case stopped
}

extension ExportError: CustomStringConvertible {
    /// What is wrong, with which file, and what to do about it.
    public var description: String {
        switch self {
        case .recording(let error): error.description
        case .exists(let path): "\(path) is there already. Give another --output, or --force to replace it."
        case .isSource(let path): "\(path) is the recording itself. Give another --output."
        case .unwritable(let path, let reason):
            "\(path): cannot be written (\(reason)). Check the folder and the space on its disk, or give another --output."
        case .needsFile(let format):
            "\(format.rawValue) needs a file: its index is written last, at its beginning. Give --output FILE."
        case .noNavdata(let recording):
            "\(recording): no valid navdata, so there is nothing to write. stork inspect tells what it holds."
        case .noPosition(let recording):
            "\(recording): no packet has a position (the drone's GPS receiver was absent or without a fix), "
                + "so there is no track to write."
        case .noVideo(let recording, let stream, let other):
            "\(recording): no picture of the \(stream.rawValue) stream that a decoder could begin with. "
                + (other.map { "The \($0.rawValue) stream has some: give --stream \($0.rawValue)." }
                    ?? "stork inspect tells what it holds.")
        case .notInMP4(let recording, let codec):
            "\(recording): the video is \(codec), which no MP4 file can hold without coding it anew. "
                + "Decode it with --format y4m, and let an encoder make the file: "
                + "stork export … --format y4m --output - | ffmpeg -i - flight.mp4"
        case .video(let path, let reason): "\(path): the video cannot be written: \(reason)."
        case .tooManyParts(let most):
            "the video changes its size or codec more than \(most) times, which no camera does: the recording is damaged."
        case .onlyVideo(let recording, let format):
            "\(recording): holds video only, and no packets to make \(format.rawValue) of. Give a recording or capture."
        case .stopped: "stopped; nothing was left behind."
        }
    }
}
