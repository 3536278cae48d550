import CZlib

/// Decompresses gzip (RFC 1952) as it comes: any number of members one behind the other.
///
/// zlib's own file functions are not used because they withhold what they had decompressed of a damaged file.
@safe
final class GzipInflater {
    /// What gzip begins with.
    static let magic: [UInt8] = [0x1F, 0x8B]
    /// The largest window (15 bits), plus zlib's sign for "with a gzip header" (16).
    private static let windowBits: Int32 = 15 + 16

    /// What one call did.
    struct Step {
        /// Bytes of the input that are used up.
        var consumed = 0
        /// Bytes of the output that are there.
        var produced = 0
        /// Why nothing can follow, where that is so.
        var damage: String?
    }

    /// The state of a decompression, from which it can go on any number of times.
    ///
    /// Unchecked: the inflater inside is a copy that nobody else has, and it is only ever read, to be copied again.
    struct Saved: @unchecked Sendable {
        private let inflater: GzipInflater

        fileprivate init(_ inflater: GzipInflater) { self.inflater = inflater }

        /// An inflater that goes on from there; nil where there is no memory for one.
        func resumed() -> GzipInflater? { GzipInflater(copying: inflater) }
    }

    /// The present state, about 40 KiB; nil where there is no memory for a copy.
    func saved() -> Saved? { GzipInflater(copying: self).map { Saved($0) } }

    /// zlib's state points back to this, so it must not move.
    private let stream: UnsafeMutablePointer<z_stream>
    private let initialisation: Int32
    private var state = State.inMember

    private enum State { case inMember, betweenMembers }

    init() {
        unsafe stream = .allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        unsafe initialisation = inflateInit2_(
            stream, Self.windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    }

    private init?(copying other: GzipInflater) {
        unsafe stream = .allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        initialisation = other.initialisation
        state = other.state
        if initialisation == Z_OK, unsafe inflateCopy(stream, other.stream) != Z_OK { return nil }
    }

    deinit {
        unsafe inflateEnd(stream)
        unsafe stream.deinitialize(count: 1)
        unsafe stream.deallocate()
    }

    /// Decompresses from `input` into `output`; an empty input means that nothing follows.
    func inflate(_ input: ArraySlice<UInt8>, into output: UnsafeMutableRawBufferPointer) -> Step {
        var step = Step()
        guard initialisation == Z_OK else {
            step.damage = "no memory to decompress it"
            return step
        }
        var input = input
        if state == .betweenMembers {
            // Tapes and some tools pad with zeros.
            let padding = input.prefix { $0 == 0 }.count
            step.consumed = padding
            input = input.dropFirst(padding)
            guard let next = input.first else { return step }
            guard next == Self.magic[0] else {
                step.damage = "bytes that are not gzip stand behind the gzip data"
                return step
            }
            unsafe inflateReset(stream)
            state = .inMember
        }
        guard !input.isEmpty else {
            step.damage = "the gzip data ends early"
            return step
        }
        let outcome = unsafe input.withUnsafeBufferPointer { source in
            // zlib does not write to its input; the pointer is mutable for old compilers' sake.
            unsafe stream.pointee.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
            unsafe stream.pointee.avail_in = UInt32(clamping: source.count)
            unsafe stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
            unsafe stream.pointee.avail_out = UInt32(clamping: output.count)
            let given = unsafe (in: stream.pointee.avail_in, out: stream.pointee.avail_out)
            let outcome = unsafe CZlib.inflate(stream, Z_NO_FLUSH)
            unsafe step.consumed += Int(given.in - stream.pointee.avail_in)
            unsafe step.produced = Int(given.out - stream.pointee.avail_out)
            return outcome
        }
        switch outcome {
        case Z_OK, Z_BUF_ERROR: break
        case Z_STREAM_END: state = .betweenMembers
        case Z_MEM_ERROR: step.damage = "no memory to decompress it"
        default:
            let detail = unsafe stream.pointee.msg.map { text in unsafe String(cString: text) }
            step.damage = "the gzip data is damaged: \(detail ?? "zlib error \(outcome)")"
        }
        return step
    }
}
