import DroneModel
import DroneProtocol

/// Decides when video is asked for, given up and asked for again; counts what comes.
///
///     waiting --generation known--> connecting --bytes--> streaming --1 s silent--> stalled --bytes--> streaming
///                                     |    ^                  |
///                      closed, failed v    | 1 s after        v closed
///                                    refused <-----------------
///
/// The AR.Drone 2.0 is asked by a TCP connection, the 1.0 by a datagram twice a second. A value: events and
/// time in, orders out. Orders name the connection they mean, and news of an older one are ignored.
struct VideoReception: Sendable {
    enum Limit {
        /// Silence after which the maker's clients connect anew.
        static let stall: Duration = .seconds(1)
        /// Between two tries: a drone serves one client, and a busy one must not be hammered.
        static let retry: Duration = .seconds(1)
        /// Between two wake-ups of an AR.Drone 1.0, which stops by itself without; half a second, so that one may get
        /// lost.
        static let wakePeriod: Duration = .milliseconds(500)
        /// Time over which the rate is counted.
        static let rateWindow: Duration = .seconds(1)
    }

    enum Order: Equatable, Sendable {
        /// Connect by TCP; report under this number.
        case connect(Int)
        /// Close that connection.
        case disconnect(Int)
        /// Send ``wakeUpDatagram`` from the UDP port, which is opened where it is not.
        case wake
        /// Frames of a new connection follow.
        case beginConnection
        /// What the consumer gets.
        case frames([PaVEStreamEvent])
        /// A picture of an AR.Drone 1.0.
        case datagram([UInt8], arrival: Duration)
    }

    private enum State: Equatable {
        case idle
        /// No connection; the next try is due then.
        case resting(until: Duration)
        case connecting(since: Duration)
        case connected(silentSince: Duration)
        /// UDP: asked last at that time.
        case listening(asked: Duration)
    }

    /// Asks an AR.Drone 1.0 for video: the SDK's first form, which its later one-byte form begins with too.
    static let wakeUpDatagram: [UInt8] = [1, 0, 0, 0]

    private(set) var health = VideoHealth()
    private var state = State.idle
    private var connection = 0
    private var lastTry: Duration?
    private var parser = PaVEStreamParser()
    private var lastNumber: UInt32?
    private var rateWindow: (start: Duration, bytes: Int, frames: Int)?

    /// Lets time pass.
    ///
    /// - Parameter generation: The airframe; nil while unknown, and nothing is asked for then.
    mutating func tick(generation: DroneGeneration?, at now: Duration) -> [Order] {
        countRate(0, at: now)
        switch state {
        case .idle:
            return generation.map { ask($0, at: now) } ?? []
        case .resting(let until):
            guard now >= until, let generation else { return [] }
            health.reconnects += 1
            return ask(generation, at: now)
        case .connecting:
            // The socket has a time limit of its own.
            return []
        case .connected(let silentSince):
            guard now - silentSince >= Limit.stall else { return [] }
            health.phase = .stalled
            health.lastProblem = "no data for \(Limit.stall.components.seconds) s"
            health.reconnects += 1
            return [.disconnect(connection)] + ask(generation ?? .ardrone2, at: now)
        case .listening(let asked):
            if health.phase == .streaming, let silence = health.silence(at: now), silence >= Limit.stall {
                health.phase = .stalled
                health.lastProblem = "no data for \(Limit.stall.components.seconds) s"
                health.reconnects += 1
            }
            guard now - asked >= Limit.wakePeriod else { return [] }
            state = .listening(asked: now)
            return [.wake]
        }
    }

    private mutating func ask(_ generation: DroneGeneration, at now: Duration) -> [Order] {
        if health.phase != .stalled { health.phase = .connecting }
        lastTry = now
        switch generation {
        case .ardrone1:
            state = .listening(asked: now)
            return [.beginConnection, .wake]
        case .ardrone2:
            connection += 1
            state = .connecting(since: now)
            return [.connect(connection)]
        }
    }

    /// The connection is there.
    mutating func opened(_ number: Int, at now: Duration) -> [Order] {
        guard number == connection, case .connecting = state else { return [.disconnect(number)] }
        state = .connected(silentSince: now)
        parser = PaVEStreamParser()
        lastNumber = nil
        return [.beginConnection]
    }

    /// The connection could not be made, or its other end closed it.
    mutating func closed(_ number: Int, _ reason: String, at now: Duration) {
        guard number == connection else { return }
        switch state {
        case .connecting, .connected: break
        case .idle, .resting, .listening: return
        }
        // A stall stays one until data comes: that is what the pilot has to know.
        if health.phase != .stalled { health.phase = .refused }
        health.lastProblem = reason
        state = .resting(until: max(now, (lastTry ?? now) + Limit.retry))
    }

    /// Bytes of the connection.
    mutating func receive(_ bytes: [UInt8], on number: Int, at now: Duration) -> [Order] {
        guard number == connection, case .connected = state, !bytes.isEmpty else { return [] }
        state = .connected(silentSince: now)
        count(bytes.count, at: now)
        let events = parser.parse(bytes.span.bytes, at: now)
        for event in events {
            switch event {
            case .frame(let frame):
                health.frames += 1
                health.lastFrame = now
                countMissing(before: frame.header.frameNumber)
            case .damage(let damage):
                health.damages += 1
                health.lastProblem = "\(damage)"
            case .announcement: break
            }
        }
        return events.isEmpty ? [] : [.frames(events)]
    }

    /// A datagram from the drone's video port.
    mutating func receive(datagram: [UInt8], at now: Duration) -> [Order] {
        guard case .listening = state else { return [] }
        count(datagram.count, at: now)
        health.frames += 1
        health.lastFrame = now
        return [.datagram(datagram, arrival: now)]
    }

    private mutating func count(_ bytes: Int, at now: Duration) {
        health.phase = .streaming
        health.lastData = now
        health.bytes &+= bytes
        countRate(bytes, at: now)
    }

    private mutating func countRate(_ bytes: Int, at now: Duration) {
        guard var window = rateWindow else {
            rateWindow = (now, bytes, health.frames)
            return
        }
        window.bytes += bytes
        let span = now - window.start
        if span >= Limit.rateWindow {
            health.bytesPerSecond = Double(window.bytes) / (span / .seconds(1))
            health.framesPerSecond = Double(health.frames - window.frames) / (span / .seconds(1))
            window = (now, 0, health.frames)
        }
        rateWindow = window
    }

    private mutating func countMissing(before number: UInt32) {
        defer { lastNumber = number }
        // A step back is another stream; a jump of more than a minute's pictures is no loss either.
        guard let lastNumber, case let step = number &- lastNumber, (2...1800).contains(step) else { return }
        health.missingFrames += Int(step) - 1
    }
}
