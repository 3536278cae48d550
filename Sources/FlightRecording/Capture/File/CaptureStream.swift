import CPcap

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

extension CaptureBytes {
    /// A stdio stream over these bytes, which libpcap reads and closes; nil where there is no memory for one.
    ///
    /// The stream keeps the bytes alive until it is closed.
    func makeStream() -> UnsafeMutablePointer<FILE>? {
        let source = unsafe Unmanaged.passRetained(self).toOpaque()
        #if canImport(Darwin)
            let stream = unsafe funopen(
                source,
                { source, buffer, count in
                    unsafe Int32(clamping: readCapture(source, buffer, Int(count)))
                }, nil,
                { source, offset, whence in
                    unsafe fpos_t(offset == 0 && whence == SEEK_CUR ? placeInCapture(source) : -1)
                }, { source in unsafe releaseCapture(source) })
        #else
            let functions = unsafe stork_stream_functions(
                read: { source, buffer, count in unsafe readCapture(source, buffer, count) },
                write: nil,
                seek: { source, offset, whence in
                    // off64_t in the C library's header.
                    guard whence == SEEK_CUR, let offset = unsafe offset?.assumingMemoryBound(to: Int64.self),
                        unsafe offset.pointee == 0
                    else { return -1 }
                    unsafe offset.pointee = Int64(placeInCapture(source))
                    return 0
                },
                close: { source in unsafe releaseCapture(source) })
            let stream = unsafe stork_stream_open(source, "r", functions)
        #endif
        if unsafe stream == nil { _ = unsafe releaseCapture(source) }
        return unsafe stream
    }
}

/// The stream's read function: how many bytes were put into `buffer`, 0 at the end.
private func readCapture(
    _ source: UnsafeMutableRawPointer?, _ buffer: UnsafeMutablePointer<CChar>?, _ count: Int
) -> Int {
    guard let source = unsafe source else { return 0 }
    let bytes = unsafe Unmanaged<CaptureBytes>.fromOpaque(source).takeUnretainedValue()
    return unsafe bytes.read(into: UnsafeMutableRawBufferPointer(start: buffer, count: count))
}

/// How many bytes the stream has been given: all the seeking there is, so that `ftell` can tell where a record ends.
private func placeInCapture(_ source: UnsafeMutableRawPointer?) -> Int {
    guard let source = unsafe source else { return 0 }
    return unsafe Unmanaged<CaptureBytes>.fromOpaque(source).takeUnretainedValue().delivered
}

/// The stream's close function.
private func releaseCapture(_ source: UnsafeMutableRawPointer?) -> Int32 {
    if let source = unsafe source { unsafe Unmanaged<CaptureBytes>.fromOpaque(source).release() }
    return 0
}
