import DroneLink
import DroneProtocol
import Foundation
import Synchronization

/// Plays a flying drone on two UDP ports: 200 packets of full navdata a second, and a note of every AT datagram.
///
/// Two threads of their own, so that what is measured is not measured by itself.
final class DroneSink: Sendable {
    /// An AT datagram and when it had arrived.
    struct Arrival: Sendable {
        var time: Int64
        var bytes: [UInt8]
    }

    /// Where it listens; control port and FTP answer nobody.
    let ports: DronePorts

    private struct State {
        var arrivals: [Arrival] = []
        var isEnding = false
    }

    private let state = Mutex(State())
    private let navdata: UDPPort
    private let commands: UDPPort
    private let threads = DispatchGroup()

    /// Opens two free ports of 127.0.0.1 and begins.
    ///
    /// - Parameter video: The port of the video that belongs to it; nobody listens on the standard one.
    init(video: Int = 9) throws {
        navdata = try UDPPort(timeout: .zero)
        commands = try UDPPort(timeout: .milliseconds(100))
        // Port 9, discard: nobody listens there.
        ports = DronePorts(navdata: navdata.number, at: commands.number, control: 9, ftp: 9, video: video)
        start { $0.sendNavdata() }
        start { $0.noteCommands() }
    }

    /// What brings a cockpit to this drone; navdata stays as it is.
    var cockpitArguments: [String] {
        [
            "cockpit", "--drone", "127.0.0.1", "--navdata", "as-is", "--at-port", "\(ports.at)", "--navdata-port",
            "\(ports.navdata)", "--control-port", "\(ports.control)", "--ftp-port", "\(ports.ftp)", "--video-port",
            "\(ports.video)",
        ]
    }

    /// Ends the threads and closes the ports.
    func stop() {
        state.withLock { $0.isEnding = true }
        threads.wait()
        navdata.close()
        commands.close()
    }

    /// All datagrams so far.
    var arrivals: [Arrival] { state.withLock { $0.arrivals } }

    /// The first datagram after `time` that is as wanted; nil when none came by `deadline`.
    func arrival(after time: Int64, by deadline: Int64, where isWanted: ([UInt8]) -> Bool) -> Arrival? {
        while MonotonicClock.now < deadline {
            let found = state.withLock { state in
                state.arrivals.reversed().prefix { $0.time >= time }.last { isWanted($0.bytes) }
            }
            if let found { return found }
            usleep(2000)
        }
        return nil
    }

    private var isEnding: Bool { state.withLock { $0.isEnding } }

    private func start(_ work: @escaping @Sendable (DroneSink) -> Void) {
        threads.enter()
        let thread = Thread { [self] in
            work(self)
            threads.leave()
        }
        thread.start()
    }

    private func sendNavdata() {
        var sequence: UInt32 = 0
        var client: sockaddr_in?
        var due = MonotonicClock.now
        while !isEnding {
            if let request = navdata.receive() { client = request.sender }
            due += 5_000_000
            if let client {
                sequence += 1
                navdata.send(NavdataSamples.synthetic(.sdk24, .everything, sequence: sequence), to: client)
            }
            let pause = due - MonotonicClock.now
            if pause > 0 { usleep(UInt32(clamping: pause / 1000)) }
        }
    }

    private func noteCommands() {
        while !isEnding {
            guard let datagram = commands.receive() else { continue }
            let arrival = Arrival(time: MonotonicClock.now, bytes: datagram.bytes)
            state.withLock { $0.arrivals.append(arrival) }
        }
    }
}

/// A UDP socket on a free port of 127.0.0.1.
struct UDPPort: Sendable {
    let number: Int
    private let descriptor: Int32

    private let flags: Int32

    /// - Parameter timeout: How long ``receive()`` waits; the system rounds up to its own ticks, zero is not at all.
    init(timeout: Duration) throws {
        flags = timeout == .zero ? Int32(MSG_DONTWAIT) : 0
        #if os(Linux)
            descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
        #else
            descriptor = socket(AF_INET, SOCK_DGRAM, 0)
        #endif
        var wait = timeval(tv_sec: 0, tv_usec: .init(timeout / .microseconds(1)))
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &wait, socklen_t(MemoryLayout<timeval>.size))
        guard let number = LoopbackAddress.bind(descriptor) else {
            throw NotMeasurable(description: "no UDP port: \(String(cString: strerror(errno)))")
        }
        self.number = number
    }

    /// The next datagram and who sent it; nil when none comes in time.
    func receive() -> (bytes: [UInt8], sender: sockaddr_in)? {
        var sender = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        var bytes = [UInt8](repeating: 0, count: 2048)
        let count = withUnsafeMutableBytes(of: &sender) { buffer in
            recvfrom(
                descriptor, &bytes, bytes.count, flags, buffer.baseAddress?.assumingMemoryBound(to: sockaddr.self),
                &length)
        }
        return count >= 0 ? (Array(bytes.prefix(count)), sender) : nil
    }

    func send(_ bytes: [UInt8], to receiver: sockaddr_in) {
        _ = withUnsafeBytes(of: receiver) { buffer in
            sendto(
                descriptor, bytes, bytes.count, 0, buffer.baseAddress?.assumingMemoryBound(to: sockaddr.self),
                socklen_t(MemoryLayout<sockaddr_in>.size))
        }
    }

    func close() { _ = Foundation.close(descriptor) }
}
