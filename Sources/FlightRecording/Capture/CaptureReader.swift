import CPcap

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Reads the UDP datagrams and TCP segments of a capture, one after the other.
///
///     let reader = try CaptureReader(path: "flight.pcapng.gz")
///     for packet in reader {
///         if let navdata = packet.datagram(onPort: 5554) { … }
///     }
///     // Now reader.end says whether that was all, and reader.statistics what else there was.
///
/// The file may be pcap (microseconds or nanoseconds, either byte order) or pcapng, compressed with gzip or not: libpcap
/// reads the file, ``FrameDecoder`` the frames. One frame and a chunk of the file are in memory at a time, plus at most
/// 4 MiB of datagrams whose fragments are not all there.
///
/// libpcap's limits are this reader's: all interfaces of one pcapng file must have the same link type, and frames
/// are at most 256 KiB long.
@safe
public final class CaptureReader: Sequence, IteratorProtocol {
    /// How the reading ended; nil while there may be more.
    public private(set) var end: CaptureEnd?

    private let bytes: CaptureBytes
    private let capture: OpaquePointer
    /// What libpcap reads from; closed with it.
    private let stream: UnsafeMutablePointer<FILE>
    /// What stands before the first frame: the file's header, and the descriptions of its interfaces.
    private var prefix: [UInt8]?
    private var emptyFrames = 0

    /// So many frames without a byte, one behind the other, are no capture but a file that was made large and never
    /// written: no tool records empty frames.
    static let mostEmptyFrames = 10_000

    /// Between two frames: another reader can go on from there.
    struct Place: Sendable {
        /// Bytes of the decompressed file before the next frame.
        var position: Int
        fileprivate var restart: CaptureBytes.RestartPoint
        fileprivate var prefix: [UInt8]
        fileprivate var decoder: FrameDecoder
    }

    /// Where the next frame begins; nil behind the end, and for bytes in memory.
    func place() -> Place? {
        guard end == nil else { return nil }
        let position = unsafe ftell(stream)
        guard position >= 0, let restart = bytes.restartPoint(before: position) else { return nil }
        let prefix = self.prefix ?? CapturePrefix.bytes(of: bytes.head)
        self.prefix = prefix
        return Place(position: position, restart: restart, prefix: prefix, decoder: decoder)
    }

    /// How far it has come in the file, 0 to 1; nil where that is unknown.
    var progress: Double? { bytes.progress }
    private var decoder: FrameDecoder

    /// Opens the capture at `path`.
    public convenience init(path: String) throws(CaptureError) {
        try self.init(CaptureBytes(path: path), name: path)
    }

    /// Opens a capture whose file is in memory; `name` stands for it in errors.
    public convenience init(bytes: [UInt8], name: String = "capture in memory") throws(CaptureError) {
        try self.init(CaptureBytes(bytes: bytes, name: name), name: name)
    }

    /// Opens the capture at `path` where another reader of it stood.
    convenience init(path: String, at place: Place) throws(CaptureError) {
        let bytes = try CaptureBytes(
            path: path, from: place.position, restart: place.restart, prefix: place.prefix)
        try self.init(bytes, name: path, prefix: place.prefix)
        decoder = place.decoder
    }

    private init(_ bytes: CaptureBytes, name: String, prefix: [UInt8]? = nil) throws(CaptureError) {
        self.bytes = bytes
        self.prefix = prefix
        guard let stream = unsafe bytes.makeStream() else {
            throw .unreadable(name: name, reason: "no memory for a stream")
        }
        var message = [CChar](repeating: 0, count: Int(PCAP_ERRBUF_SIZE))
        let opened = unsafe pcap_fopen_offline_with_tstamp_precision(
            stream, UInt32(PCAP_TSTAMP_PRECISION_NANO), &message)
        guard let opened = unsafe opened else {
            unsafe fclose(stream)
            throw .notACapture(name: name, reason: bytes.damage ?? Self.text(of: message))
        }
        let number = unsafe pcap_datalink(opened)
        guard let linkType = LinkType(number: number) else {
            let known = unsafe pcap_datalink_val_to_name(number).map { text in unsafe String(cString: text) }
            unsafe pcap_close(opened)
            throw .unsupportedLink(name: name, link: known ?? "\(number)")
        }
        unsafe capture = opened
        unsafe self.stream = stream
        decoder = FrameDecoder(linkType: linkType)
    }

    // Closes the stream too, which lets go of the bytes.
    deinit { unsafe pcap_close(capture) }

    /// What the frames begin with.
    public var linkType: LinkType { decoder.linkType }

    /// How many bytes of the file have been read, before decompression: how far the reading is. 0 for one in memory.
    public var bytesRead: Int { bytes.bytesRead }

    /// What the frames read so far were.
    public var statistics: CaptureStatistics { decoder.statistics }

    /// The longest frame that the capture was to keep, bytes.
    public var snapshotLength: Int { unsafe Int(pcap_snapshot(capture)) }

    /// The next datagram or segment; nil when there are no more, and ``end`` then says why.
    public func next() -> CapturedPacket? {
        while let (header, frame) = unsafe readFrame() {
            let packet = unsafe decoder.decode(
                frame.bytes, originalLength: Int(header.len), at: Self.time(of: header.ts))
            if let packet { return packet }
        }
        return nil
    }

    /// The next frame as it was captured, whatever it holds; nil when there are no more.
    ///
    /// It counts in ``statistics``; what it holds is not given by ``next()`` any more.
    public func nextFrame() -> CapturedFrame? {
        guard let (header, frame) = unsafe readFrame() else { return nil }
        let time = Self.time(of: header.ts)
        _ = unsafe decoder.decode(frame.bytes, originalLength: Int(header.len), at: time)
        return unsafe CapturedFrame(time: time, originalLength: Int(header.len), bytes: [UInt8](frame))
    }

    /// The next frame; its bytes are valid until the next call. Nil at the end.
    private func readFrame() -> (pcap_pkthdr, UnsafeRawBufferPointer)? {
        guard end == nil else { return nil }
        var header: UnsafeMutablePointer<pcap_pkthdr>?
        var data: UnsafePointer<UInt8>?
        let outcome = unsafe pcap_next_ex(capture, &header, &data)
        guard outcome == 1, let header = unsafe header?.pointee, let data = unsafe data else {
            finish(atEndOfFile: outcome == PCAP_ERROR_BREAK)
            return nil
        }
        emptyFrames = header.caplen == 0 ? emptyFrames + 1 : 0
        if emptyFrames > Self.mostEmptyFrames {
            decoder.finish()
            end = .damaged(
                afterFrames: decoder.statistics.frames,
                reason: "nothing but empty frames follow, as in a file that was never written to its end")
            return nil
        }
        return unsafe (header, UnsafeRawBufferPointer(start: data, count: Int(header.caplen)))
    }

    private func finish(atEndOfFile: Bool) {
        decoder.finish()
        let frames = decoder.statistics.frames
        if let damage = bytes.damage {
            end = .damaged(afterFrames: frames, reason: damage)
        } else if atEndOfFile {
            end = .complete
        } else {
            let reason = unsafe String(cString: pcap_geterr(capture))
            end = .damaged(afterFrames: frames, reason: reason)
        }
    }

    /// At nanosecond precision, which was asked for, libpcap puts nanoseconds where the name says microseconds.
    private static func time(of stamp: timeval) -> Duration {
        .seconds(Int64(stamp.tv_sec)) + .nanoseconds(Int64(stamp.tv_usec))
    }

    private static func text(of message: [CChar]) -> String {
        String(decoding: message.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}

/// One frame of a capture, as it was captured.
public struct CapturedFrame: Equatable, Sendable {
    /// When, since 1970-01-01 00:00 UTC.
    public var time: Duration
    /// Its length on the wire, bytes; more than there are where the capture kept only its beginning.
    public var originalLength: Int
    /// From the link-layer header on.
    public var bytes: [UInt8]
}
