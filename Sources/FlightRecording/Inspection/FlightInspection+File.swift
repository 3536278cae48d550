import DroneProtocol
import WireBytes

extension FlightInspection {
    /// Inspects what is at `path`: a recording's folder, a capture, a navdata datagram or bytes of a video connection.
    ///
    /// Files may be compressed with gzip; which kind one is, its first bytes say. A damaged capture gives everything
    /// before the damage; ``source-swift.property`` then says where and why it ended.
    public static func inspect(path: String) throws(InspectionError) -> FlightInspection {
        let source: RecordingSource
        do throws(RecordingError) { source = try RecordingSource(path: path) } catch {
            if case .notFound(let name) = error { throw .capture(.notFound(name: name)) }
            throw .recording(error)
        }
        let file = try opening { () throws(CaptureError) in try CaptureBytes(path: source.capture) }
        if let inspection = try inspect(file, name: path) { return inspection }
        let reader = try opening { () throws(CaptureError) in try CaptureReader(path: source.capture) }
        let summary: RecordingSummary?
        do throws(RecordingError) { summary = source.isOurs ? try RecordingSummary(source) : nil } catch {
            throw .recording(error)
        }
        var inspection = inspect(reader, name: path, start: source.manifest?.start)
        inspection.recording = summary
        return inspection
    }

    /// Inspects a file that is in memory; `name` stands for it in the result and in errors.
    public static func inspect(bytes: [UInt8], name: String) throws(InspectionError) -> FlightInspection {
        let file = try opening { () throws(CaptureError) in try CaptureBytes(bytes: bytes, name: name) }
        if let inspection = try inspect(file, name: name) { return inspection }
        return inspect(
            try opening { () throws(CaptureError) in try CaptureReader(bytes: bytes, name: name) }, name: name)
    }

    /// Inspects a file that is no capture; nil where it may be one.
    private static func inspect(_ file: CaptureBytes, name: String) throws(InspectionError) -> FlightInspection? {
        let head = file.read(upTo: PaVEHeader.signature.count)
        if head == PaVEHeader.signature { return inspect(video: file, head: head, name: name) }
        guard let datagram = try navdata(in: file, head: head, name: name) else { return nil }
        return try inspect(datagram: datagram, name: name)
    }

    private static func inspect(video file: CaptureBytes, head: [UInt8], name: String) -> FlightInspection {
        var inspector = FlightInspector(name: name, start: .zero)
        var piece = head
        var byteCount = 0
        while !piece.isEmpty {
            byteCount += piece.count
            inspector.receive(video: piece)
            piece = file.read(upTo: CaptureBytes.chunkSize)
        }
        return inspector.finish(videoOf: byteCount, damage: file.damage)
    }

    /// Inspects what is left of a capture.
    ///
    /// - Parameter start: Time 0, since 1970; nil for the first frame.
    static func inspect(_ reader: CaptureReader, name: String, start: Duration? = nil) -> FlightInspection {
        var inspector: FlightInspector?
        while let packet = reader.next() {
            inspector =
                inspector ?? FlightInspector(name: name, start: start ?? reader.statistics.firstTime ?? packet.time)
            inspector?.receive(packet)
        }
        return (inspector ?? FlightInspector(name: name, start: .zero))
            .finish(statistics: reader.statistics, end: reader.end)
    }

    private static func inspect(datagram: [UInt8], name: String) throws(InspectionError) -> FlightInspection {
        do throws(NavdataError) { return try FlightInspector.inspect(datagram: datagram, name: name) } catch {
            throw .navdata(name: name, error)
        }
    }

    private static func opening<Opened>(
        _ open: () throws(CaptureError) -> Opened
    ) throws(InspectionError) -> Opened {
        do throws(CaptureError) { return try open() } catch {
            if case .notACapture(let name, let reason) = error { throw .unknownKind(name: name, reason: reason) }
            throw .capture(error)
        }
    }

    /// The longest payload of a UDP datagram over IPv4.
    private static let longestDatagram = 65_507

    /// The bytes of `file`, whose first four are `head`, where they begin like navdata; nil where they do not.
    private static func navdata(
        in file: CaptureBytes, head: [UInt8], name: String
    ) throws(InspectionError) -> [UInt8]? {
        var cursor = unsafe WireCursor(head.span.bytes)
        guard let word = try? cursor.read(UInt32.self), Navdata.Header(rawValue: word) != nil else { return nil }
        let datagram = head + file.read(upTo: longestDatagram - head.count + 1)
        if let damage = file.damage { throw .capture(.unreadable(name: name, reason: damage)) }
        if datagram.count > longestDatagram { throw .navdataTooLong(name: name) }
        return datagram
    }
}

extension CaptureBytes {
    /// The next `limit` bytes, fewer where the file ends before.
    func read(upTo limit: Int) -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
            while count < limit {
                let rest = unsafe UnsafeMutableRawBufferPointer(
                    rebasing: UnsafeMutableRawBufferPointer(buffer)[count...])
                let got = unsafe read(into: rest)
                if got == 0 { break }
                count += got
            }
        }
    }
}
