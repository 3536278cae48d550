import DroneModel
public import WireBytes

extension Navdata {
    /// Appends the packet to `writer`: head, known options by ascending tag, then repeated and unknown ones as they
    /// came, and the checksum.
    ///
    /// Every option takes the number of bytes that its `size` says, at least 4 and at most 65535: fields that fit,
    /// then its tail, then zeros.
    public func encode(into writer: inout WireWriter) {
        let start = writer.bytes.count
        writer.write(header.rawValue)
        writer.write(status.rawValue)
        writer.write(sequence)
        writer.write(visionDefined)
        var writing = OptionWriting(tails: tails, taking: &writer)
        var packet = self
        for tag in NavdataTag.allCases { packet.withSlot(of: tag, size: nil, &writing) }
        for option in repeated + unknown { writing.write(option) }
        writing.giveBack(to: &writer)
        let sum = writer.sum(from: start)
        writer.write(NavdataTag.checksum)
        writer.write(UInt16(Self.checksumSize))
        writer.write(sum)
    }

    /// The packet as a datagram.
    public func encoded() -> [UInt8] {
        var writer = WireWriter(capacity: 2200)
        encode(into: &writer)
        return writer.bytes
    }
}

extension Navdata: Equatable {
    /// Two packets are equal when they are the same on the wire, NaN and unknown bytes included.
    public static func == (left: Navdata, right: Navdata) -> Bool { left.encoded() == right.encoded() }
}

extension WireWriter {
    /// The sum of the bytes from `start` on, as the checksum option holds it.
    fileprivate func sum(from start: Int) -> UInt32 {
        let written = bytes
        return unsafe Checksum.sum(written.span.bytes.extracting(start..<written.count))
    }
}

/// Appends options to a packet.
private struct OptionWriting: OptionAction {
    let tails: [RawOption]
    var coder: FieldWriter

    /// Takes the bytes out of `writer`, so that they have one owner while they grow.
    init(tails: [RawOption], taking writer: inout WireWriter) {
        self.tails = tails
        var taken = WireWriter()
        swap(&taken, &writer)
        coder = FieldWriter(taken)
    }

    mutating func giveBack(to writer: inout WireWriter) { swap(&coder.writer, &writer) }

    mutating func act<Option: NavdataOption>(on slot: inout Option?) {
        guard var option = slot else { return }
        let size = min(max(option.size, Navdata.optionHeadSize), Int(UInt16.max))
        coder.begin(tag: Option.tag.rawValue, size: size)
        option.code(&coder)
        let tail = tails.first { $0.tag == Option.tag.rawValue }?.bytes ?? []
        coder.fill(with: tail)
    }

    mutating func write(_ option: RawOption) {
        let bytes = option.bytes.prefix(Int(UInt16.max) - Navdata.optionHeadSize)
        coder.begin(tag: option.tag, size: bytes.count + Navdata.optionHeadSize)
        coder.fill(with: Array(bytes))
    }
}
