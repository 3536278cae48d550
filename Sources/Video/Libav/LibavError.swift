import CLibav

/// libavutil's error codes.
enum LibavError {
    /// The longest text that libavutil makes, bytes (AV_ERROR_MAX_STRING_SIZE).
    private static let longestText = 64

    /// The text for a code, or the code itself.
    static func text(_ code: Int32) -> String {
        var bytes = [CChar](repeating: 0, count: longestText)
        let result = unsafe bytes.withUnsafeMutableBufferPointer { buffer in
            unsafe av_strerror(code, buffer.baseAddress, buffer.count)
        }
        guard result >= 0 else { return "libav error \(code)" }
        return String(decoding: bytes.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
