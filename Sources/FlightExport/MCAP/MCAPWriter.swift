import WireBytes

/// Writes MCAP, the container of Foxglove (https://mcap.dev/spec): every record is an opcode, a length of 64 bits and its
/// fields, little-endian; strings, arrays and maps have a length of 32 bits in bytes in front.
///
///     magic, header, metadata, schemas, channels
///     chunk, message index of each channel in it     again and again
///     data end
///     schemas, channels, statistics, chunk indexes, metadata indexes     the summary
///     summary offsets, footer, magic
///
/// Chunks are not compressed. Memory: one chunk, and some 100 bytes for each one before.
struct MCAPWriter {
    /// Bytes of messages after which a chunk ends: 1 MiB, of which a reader keeps one or two in memory.
    static let chunkSize = 1 << 20

    /// The opcodes of the specification.
    private enum Opcode: UInt8 {
        case header = 0x01
        case footer = 0x02
        case schema = 0x03
        case channel = 0x04
        case message = 0x05
        case chunk = 0x06
        case messageIndex = 0x07
        case chunkIndex = 0x08
        case statistics = 0x0B
        case metadata = 0x0C
        case metadataIndex = 0x0D
        case summaryOffset = 0x0E
        case dataEnd = 0x0F
    }

    /// What a channel's messages are.
    struct Schema {
        var name: String
        /// A JSON schema.
        var text: String
    }

    private struct ChunkIndex {
        var span: ClosedRange<UInt64>
        var offset: UInt64
        var length: UInt64
        var messageIndexes: [(channel: UInt16, offset: UInt64)]
        var messageIndexLength: UInt64
        var size: UInt64
    }

    private static let magic: [UInt8] = [0x89, 0x4D, 0x43, 0x41, 0x50, 0x30, 0x0D, 0x0A]

    private let output: OutputFile
    private var offset: UInt64 = 0
    private var dataCRC = CRC32()
    /// Schema and channel records, for the summary.
    private var schemas = WireWriter()
    private var schemaCount: UInt16 = 0
    private var channels = WireWriter()
    private var messageCounts: [UInt64] = []
    private var chunk = WireWriter(capacity: chunkSize + (1 << 16))
    private var chunkSpan: ClosedRange<UInt64>?
    /// Times and places of the chunk's messages by channel.
    private var places: [[(time: UInt64, offset: UInt64)]] = []
    private var chunks: [ChunkIndex] = []
    private var metadataIndexes = WireWriter()
    private var metadataCount: UInt32 = 0
    private var span: ClosedRange<UInt64>?

    /// Begins a file.
    init(_ output: OutputFile, library: String) throws(ExportError) {
        self.output = output
        try put(Self.magic)
        var body = WireWriter()
        body.write(string: "")
        body.write(string: library)
        try put(Self.record(.header, body))
    }

    /// Adds words about the whole file.
    mutating func addMetadata(_ name: String, _ entries: [(String, String)]) throws(ExportError) {
        var body = WireWriter()
        body.write(string: name)
        body.write(map: entries)
        let bytes = Self.record(.metadata, body)
        var index = WireWriter()
        index.write(offset)
        index.write(UInt64(bytes.count))
        index.write(string: name)
        metadataIndexes.write(contentsOf: Self.record(.metadataIndex, index))
        metadataCount += 1
        try put(bytes)
    }

    /// Adds a channel; messages are JSON where it has a schema, and bytes of `encoding` where it has none.
    ///
    /// - Returns: The number to add messages by.
    mutating func addChannel(
        _ topic: String, schema: Schema?, encoding: String = "json", metadata: [(String, String)] = []
    ) throws(ExportError) -> UInt16 {
        var schemaNumber: UInt16 = 0
        if let schema {
            schemaCount += 1
            schemaNumber = schemaCount
            var body = WireWriter()
            body.write(schemaNumber)
            body.write(string: schema.name)
            body.write(string: "jsonschema")
            body.write(string: schema.text)
            let bytes = Self.record(.schema, body)
            schemas.write(contentsOf: bytes)
            try put(bytes)
        }
        let number = UInt16(messageCounts.count)
        messageCounts.append(0)
        places.append([])
        var body = WireWriter()
        body.write(number)
        body.write(schemaNumber)
        body.write(string: topic)
        body.write(string: encoding)
        body.write(map: metadata)
        let bytes = Self.record(.channel, body)
        channels.write(contentsOf: bytes)
        try put(bytes)
        return number
    }

    /// Adds a message; `time` is nanoseconds since 1970.
    mutating func add(_ message: [UInt8], to channel: UInt16, at time: UInt64) throws(ExportError) {
        let index = Int(channel)
        places[index].append((time, UInt64(chunk.count)))
        chunk.write(Opcode.message.rawValue)
        chunk.write(UInt64(message.count + 22))
        chunk.write(channel)
        chunk.write(UInt32(truncatingIfNeeded: messageCounts[index]))
        chunk.write(time)
        chunk.write(time)
        chunk.write(contentsOf: message)
        messageCounts[index] += 1
        chunkSpan = Self.extended(chunkSpan, by: time)
        if chunk.count >= Self.chunkSize { try endChunk() }
    }

    /// Writes what is left, the summary and the footer.
    mutating func finish() throws(ExportError) {
        try endChunk()
        var dataEnd = WireWriter()
        dataEnd.write(dataCRC.value)
        try put(Self.record(.dataEnd, dataEnd))

        let summaryStart = offset
        var summary = WireWriter()
        var offsets = WireWriter()
        func group(_ opcode: Opcode, _ records: [UInt8]) {
            guard !records.isEmpty else { return }
            var body = WireWriter()
            body.write(opcode.rawValue)
            body.write(summaryStart + UInt64(summary.count))
            body.write(UInt64(records.count))
            offsets.write(contentsOf: Self.record(.summaryOffset, body))
            summary.write(contentsOf: records)
        }
        group(.schema, schemas.bytes)
        group(.channel, channels.bytes)
        group(.statistics, statistics)
        group(.chunkIndex, chunks.flatMap(Self.record))
        group(.metadataIndex, metadataIndexes.bytes)
        let summaryOffsetStart = summaryStart + UInt64(summary.count)
        summary.write(contentsOf: offsets.bytes)

        // The footer's CRC covers the summary and the footer itself up to the CRC.
        summary.write(Opcode.footer.rawValue)
        summary.write(UInt64(20))
        summary.write(summaryStart)
        summary.write(summaryOffsetStart)
        var crc = CRC32()
        crc.update(summary.bytes)
        summary.write(crc.value)
        summary.write(contentsOf: Self.magic)
        try put(summary.bytes)
    }

    private mutating func endChunk() throws(ExportError) {
        guard let chunkSpan else { return }
        var crc = CRC32()
        crc.update(chunk.bytes)
        var body = WireWriter(capacity: chunk.count + 64)
        body.write(chunkSpan.lowerBound)
        body.write(chunkSpan.upperBound)
        body.write(UInt64(chunk.count))
        body.write(crc.value)
        body.write(string: "")
        body.write(UInt64(chunk.count))
        body.write(contentsOf: chunk.bytes)
        let record = Self.record(.chunk, body)
        var index = ChunkIndex(
            span: chunkSpan, offset: offset, length: UInt64(record.count), messageIndexes: [], messageIndexLength: 0,
            size: UInt64(chunk.count))
        try put(record)
        for channel in places.indices where !places[channel].isEmpty {
            var body = WireWriter()
            body.write(UInt16(channel))
            body.write(UInt32(places[channel].count * 16))
            for place in places[channel] {
                body.write(place.time)
                body.write(place.offset)
            }
            let record = Self.record(.messageIndex, body)
            index.messageIndexes.append((UInt16(channel), offset))
            index.messageIndexLength += UInt64(record.count)
            try put(record)
            places[channel].removeAll(keepingCapacity: true)
        }
        chunks.append(index)
        span = Self.extended(Self.extended(span, by: chunkSpan.lowerBound), by: chunkSpan.upperBound)
        chunk.removeAll()
        self.chunkSpan = nil
    }

    private var statistics: [UInt8] {
        var body = WireWriter()
        body.write(messageCounts.reduce(0, +))
        body.write(schemaCount)
        body.write(UInt32(messageCounts.count))
        body.write(UInt32(0))
        body.write(metadataCount)
        body.write(UInt32(chunks.count))
        body.write(span?.lowerBound ?? 0)
        body.write(span?.upperBound ?? 0)
        let used = messageCounts.enumerated().filter { $0.element > 0 }
        body.write(UInt32(used.count * 10))
        for (channel, count) in used {
            body.write(UInt16(channel))
            body.write(count)
        }
        return Self.record(.statistics, body)
    }

    private static func record(_ index: ChunkIndex) -> [UInt8] {
        var body = WireWriter()
        body.write(index.span.lowerBound)
        body.write(index.span.upperBound)
        body.write(index.offset)
        body.write(index.length)
        body.write(UInt32(index.messageIndexes.count * 10))
        for (channel, offset) in index.messageIndexes {
            body.write(channel)
            body.write(offset)
        }
        body.write(index.messageIndexLength)
        body.write(string: "")
        body.write(index.size)
        body.write(index.size)
        return record(.chunkIndex, body)
    }

    private static func record(_ opcode: Opcode, _ body: WireWriter) -> [UInt8] {
        var writer = WireWriter(capacity: body.count + 9)
        writer.write(opcode.rawValue)
        writer.write(UInt64(body.count))
        writer.write(contentsOf: body.bytes)
        return writer.bytes
    }

    private static func extended(_ span: ClosedRange<UInt64>?, by time: UInt64) -> ClosedRange<UInt64> {
        min(span?.lowerBound ?? time, time)...max(span?.upperBound ?? time, time)
    }

    private mutating func put(_ bytes: [UInt8]) throws(ExportError) {
        dataCRC.update(bytes)
        offset += UInt64(bytes.count)
        try output.write(bytes)
    }
}

extension WireWriter {
    fileprivate mutating func write(string: String) {
        let bytes = Array(string.utf8)
        write(UInt32(bytes.count))
        write(contentsOf: bytes)
    }

    fileprivate mutating func write(map: [(String, String)]) {
        var body = WireWriter()
        for (key, value) in map {
            body.write(string: key)
            body.write(string: value)
        }
        write(UInt32(body.count))
        write(contentsOf: body.bytes)
    }
}
