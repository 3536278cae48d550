import Foundation
import Synchronization

/// A drone's video port: serves one client after the other with thirty frames a second, and notes when each had left.
///
/// One thread of its own. Without key frames, which is how it begins, a client has to wait, as one that connects in the
/// middle of a group of pictures.
final class VideoServer: Sendable {
    /// A frame that was sent.
    struct Sending: Sendable {
        /// The number in its pixels.
        var stamp: Int
        /// Just before its last byte was given to the system, so that what is measured from here is not too short.
        var time: Int64
        var isKey: Bool
    }

    /// The TCP port.
    let port: Int

    private struct State {
        var sendings: [Sending] = []
        var sendsKeyFrames = false
        var isEnding = false
    }

    private let state = Mutex(State())
    private let listener: Int32
    private let video: StampedVideo
    private let thread = DispatchGroup()

    /// Between two frames: 30 a second.
    private static let period: Int64 = 33_333_333

    init(_ video: StampedVideo) throws {
        self.video = video
        #if os(Linux)
            listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
            listener = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        guard let number = LoopbackAddress.bind(listener), listen(listener, 1) == 0 else {
            throw NotMeasurable(description: "no TCP port: \(String(cString: strerror(errno)))")
        }
        port = number
        thread.enter()
        Thread { [self] in
            while !isEnding { serve() }
            thread.leave()
        }.start()
    }

    /// Everything that was sent.
    var sendings: [Sending] { state.withLock { $0.sendings } }

    /// From now on key frames are sent, too.
    func sendKeyFrames() { state.withLock { $0.sendsKeyFrames = true } }

    /// Ends the thread and closes the port.
    func stop() {
        state.withLock { $0.isEnding = true }
        thread.wait()
        close(listener)
    }

    private var isEnding: Bool { state.withLock { $0.isEnding } }

    /// Serves the next client until it goes.
    private func serve() {
        var wait = pollfd(fd: listener, events: Int16(POLLIN), revents: 0)
        guard poll(&wait, 1, 100) > 0, case let client = accept(listener, nil, nil), client >= 0 else { return }
        defer { close(client) }
        var yes: Int32 = 1
        setsockopt(client, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
        var number: UInt32 = 1
        var index = 0
        var due = MonotonicClock.now
        while !isEnding {
            let frame = video.frames[index]
            if !frame.isKey || state.withLock({ $0.sendsKeyFrames }) {
                var bytes = frame.bytes
                // Counted on over the repetitions, so that a repetition is no gap.
                for byte in 0..<4 { bytes[20 + byte] = UInt8(truncatingIfNeeded: number >> (8 * UInt32(byte))) }
                let time = MonotonicClock.now
                guard send(bytes, to: client) else { return }
                state.withLock { $0.sendings.append(Sending(stamp: index, time: time, isKey: frame.isKey)) }
                number &+= 1
            }
            index = (index + 1) % video.frames.count
            due += Self.period
            let pause = due - MonotonicClock.now
            if pause > 0 { usleep(UInt32(clamping: pause / 1000)) }
        }
    }

    private func send(_ bytes: [UInt8], to client: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            #if os(Linux)
                let flags = Int32(MSG_NOSIGNAL)
            #else
                let flags: Int32 = 0
            #endif
            let count = rest.withUnsafeBytes { Foundation.send(client, $0.baseAddress, $0.count, flags) }
            if count <= 0 { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }
}

/// A free port of 127.0.0.1.
enum LoopbackAddress {
    /// Binds a socket to one; the port's number, nil on failure with errno.
    static func bind(_ descriptor: Int32) -> Int? {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutableBytes(of: &address) { buffer in
            let pointer = buffer.baseAddress?.assumingMemoryBound(to: sockaddr.self)
            return descriptor >= 0 && Foundation.bind(descriptor, pointer, length) == 0
                && getsockname(descriptor, pointer, &length) == 0
        }
        return isBound ? Int(UInt16(bigEndian: address.sin_port)) : nil
    }
}
