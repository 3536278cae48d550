import DroneProtocol
import WireBytes

extension FlightInspection {
    /// Inspects the capture, or the navdata datagram, in the file at `path`, which may be compressed with gzip.
    ///
    /// Which of the two it is, its first bytes say. A damaged capture gives everything before the damage;
    /// ``source-swift.property`` then says where and why it ended.
    public static func inspect(path: String) throws(InspectionError) -> FlightInspection {
        let file = try opening { () throws(CaptureError) in try CaptureBytes(path: path) }
        if let datagram = try navdata(in: file, name: path) { return try inspect(datagram: datagram, name: path) }
        return inspect(try opening { () throws(CaptureError) in try CaptureReader(path: path) }, name: path)
    }

    /// Inspects a file that is in memory; `name` stands for it in the result and in errors.
    public static func inspect(bytes: [UInt8], name: String) throws(InspectionError) -> FlightInspection {
        let file = try opening { () throws(CaptureError) in try CaptureBytes(bytes: bytes, name: name) }
        if let datagram = try navdata(in: file, name: name) { return try inspect(datagram: datagram, name: name) }
        return inspect(
            try opening { () throws(CaptureError) in try CaptureReader(bytes: bytes, name: name) }, name: name)
    }

    /// Inspects what is left of a capture.
    static func inspect(_ reader: CaptureReader, name: String) -> FlightInspection {
        var inspector: FlightInspector?
        while let packet = reader.next() {
            inspector =
                inspector ?? FlightInspector(name: name, start: reader.statistics.firstTime ?? packet.time)
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

    /// The bytes of `file` where they begin like navdata; nil where they do not.
    private static func navdata(in file: CaptureBytes, name: String) throws(InspectionError) -> [UInt8]? {
        let head = file.read(upTo: MemoryLayout<UInt32>.size)
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
    fileprivate func read(upTo limit: Int) -> [UInt8] {
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
