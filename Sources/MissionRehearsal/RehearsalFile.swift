import DroneModel
import DroneProtocol
import FlightRecording
import FoundationEssentials
import WireBytes

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The recording of a rehearsed flight. Written as it comes: virtual time outruns any bounded queue.
struct RehearsalFile: ~Copyable {
    private let folder: String
    private let descriptor: Int32
    private var encoder: TrafficEncoder
    private var capture = WireWriter(capacity: 1 << 20)
    private var lines = ""
    private var hasHeader = false
    private var manifest: RecordingManifest
    private var payload: PayloadOnBoard?

    /// Begins a recording in a new folder.
    ///
    /// - Throws: ``RecordingError/unreadable(name:reason:)`` where the disk refuses.
    init(folder: String, manifest: RecordingManifest) throws(RecordingError) {
        let descriptor = try Self.create(folder)
        self.descriptor = descriptor
        self.folder = folder
        self.manifest = manifest
        encoder = TrafficEncoder(clock: manifest.clock)
    }

    private static func create(_ folder: String) throws(RecordingError) -> Int32 {
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw .unreadable(name: folder, reason: "\(error)")
        }
        let path = "\(folder)/\(RecordingSource.Name.capture)"
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw .unreadable(name: path, reason: String(cString: strerror(errno))) }
        return descriptor
    }

    deinit { close(descriptor) }

    mutating func record(_ traffic: DroneTraffic) { _ = encoder.encode(traffic, to: &capture) }

    mutating func note(_ event: RecordedEvent) {
        if case .payload(let payload) = event.content { self.payload = self.payload ?? payload }
        guard let line = try? event.line() else { return }
        lines += line + "\n"
    }

    mutating func flushIfLarge() throws(RecordingError) {
        if capture.count > 1 << 19 { try flush() }
    }

    /// Writes what is left, the events and the manifest.
    mutating func finish(at end: Duration, _ identity: DroneIdentity) throws(RecordingError) {
        try flush()
        manifest.end = RecordingManifest.End(
            durationNanoseconds: Int64(end / .nanoseconds(1)), packets: encoder.packets, dropped: 0)
        manifest.payloadGrams = payload.map { $0.mass * 1000 }
        manifest.drone.model = identity.generation?.description ?? manifest.drone.model
        manifest.drone.firmware = identity.firmware.map { "\($0)" } ?? manifest.drone.firmware
        do {
            let events = URL(filePath: "\(folder)/\(RecordingSource.Name.events)")
            try Data(lines.utf8).write(to: events)
            let text = try manifest.text()
            try Data(text.utf8).write(to: URL(filePath: "\(folder)/\(RecordingSource.Name.manifest)"))
        } catch {
            throw .unreadable(name: folder, reason: "\(error)")
        }
    }

    private mutating func flush() throws(RecordingError) {
        if !hasHeader { try write(TrafficEncoder.fileHeader) }
        hasHeader = true
        try write(capture.bytes)
        capture.removeAll()
    }

    private func write(_ bytes: [UInt8]) throws(RecordingError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Self.writeOnce(descriptor, $0) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw .unreadable(name: folder, reason: String(cString: strerror(errno))) }
            rest = rest.dropFirst(count)
        }
    }

    private static func writeOnce(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
        #if canImport(Glibc)
            Glibc.write(descriptor, bytes.baseAddress, bytes.count)
        #elseif canImport(Musl)
            Musl.write(descriptor, bytes.baseAddress, bytes.count)
        #else
            Darwin.write(descriptor, bytes.baseAddress, bytes.count)
        #endif
    }
}
