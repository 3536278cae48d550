/// Why a capture could not be opened.
public enum CaptureError: Error, Equatable, Sendable {
    /// There is no such file.
    case notFound(name: String)
    /// The operating system refuses to open or read it, for the reason given.
    case unreadable(name: String, reason: String)
    /// The file has no bytes.
    case empty(name: String)
    /// libpcap does not take it for a capture, or its header is damaged; `reason` is libpcap's or the decompressor's.
    case notACapture(name: String, reason: String)
    /// A capture of something whose frames cannot be read here; `link` is libpcap's name or number for it.
    case unsupportedLink(name: String, link: String)
}

extension CaptureError: CustomStringConvertible {
    /// What is wrong, with which file, and what to do about it.
    public var description: String {
        switch self {
        case .notFound(let name):
            "\(name): no such file. Check the path; captures end in .pcap, .pcapng or .gz of these."
        case .unreadable(let name, let reason):
            "\(name): cannot be read (\(reason)). Check that it is a file and that you may read it."
        case .empty(let name):
            "\(name): the file is empty. The recording stopped before it began; use another one."
        case .notACapture(let name, let reason):
            "\(name): not a capture, or its header is damaged (\(reason)). "
                + "A pcap or pcapng file is needed, as tcpdump, Wireshark and `stork record` write it."
        case .unsupportedLink(let name, let link):
            "\(name): captured on a link of type \(link), which cannot be read. Capture on Ethernet or Wi-Fi "
                + "(also in monitor mode with radiotap headers), on the loopback, or on all interfaces of Linux."
        }
    }
}

/// How the reading of a capture ended.
public enum CaptureEnd: Equatable, Sendable {
    /// At the end of the file, behind a whole frame.
    case complete
    /// Before that: the file is cut off or damaged behind the first `afterFrames` frames, which were read.
    case damaged(afterFrames: Int, reason: String)
}

extension CaptureEnd: CustomStringConvertible {
    /// The end in words, for people.
    public var description: String {
        switch self {
        case .complete: "complete"
        case .damaged(let frames, let reason): "damaged after frame \(frames): \(reason)"
        }
    }
}
