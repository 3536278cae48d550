import DroneProtocol
import FlightRecording

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A file with the bytes of a video connection, as items without times.
@safe
final class VideoBytes {
    private static let pieceSize = 1 << 16

    /// How many bytes have been read.
    private(set) var bytesRead = 0
    private let file: UnsafeMutablePointer<FILE>

    /// The file at `path`; nil when it does not begin with a PaVE header, or cannot be read.
    init?(path: String) {
        guard let file = unsafe fopen(path, "rb") else { return nil }
        unsafe self.file = file
        let head = read(PaVEHeader.signature.count)
        guard head == PaVEHeader.signature else { return nil }
        unsafe rewind(file)
        bytesRead = 0
    }

    deinit { unsafe fclose(file) }

    /// The next bytes; nil at the end.
    func next() -> FlightItem? {
        let piece = read(Self.pieceSize)
        return piece.isEmpty ? nil : FlightItem(time: .zero, content: .stream(.video, .data(piece)))
    }

    private func read(_ limit: Int) -> [UInt8] {
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
            unsafe count = fread(buffer.baseAddress, 1, limit, file)
        }
        bytesRead += bytes.count
        return bytes
    }
}
