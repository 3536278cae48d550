public import DroneProtocol
import JSONText

/// The clocks of a recording: how the drone's and its camera's stand to the host's, whose time stamps the packets have.
public struct FlightClocks: Sendable {
    private var navdata = ClockEstimator(.drone)
    private var camera = ClockEstimator(.camera)
    private var lastReading: Duration?

    /// Nothing seen yet.
    public init() {}

    /// The drone's clock, by the time option of its navdata; nil where there are too few readings.
    public var drone: ClockAlignment? { navdata.alignment }
    /// The camera's clock, by the headers of its frames; nil where there are too few.
    public var video: ClockAlignment? { camera.alignment }

    /// Both in a line, for people; nil where neither is known.
    public var text: String? {
        func text(_ name: String, _ clock: ClockAlignment?) -> String? {
            clock.map {
                "\(name) \(ClockAlignment.fixed($0.drift, 1))±\(ClockAlignment.fixed($0.driftError, 1)) ppm, "
                    + "\(ClockAlignment.fixed($0.residual * 1000, 2)) ms"
            }
        }
        let known = [text("drone", drone), text("camera", video)].compactMap { $0 }
        return known.isEmpty ? nil : "clocks: " + known.joined(separator: "; ")
    }

    /// Takes in what the drone's navdata says its clock reads, where that is new.
    public mutating func note(droneTime: Duration, arrivedAt host: Duration) {
        guard host != lastReading else { return }
        lastReading = host
        navdata.add(droneTime, arrivedAt: host)
    }

    /// Takes in a frame.
    public mutating func note(_ frame: PaVEFrame) {
        camera.add(.milliseconds(Int64(frame.header.timestamp)), arrivedAt: frame.arrival)
    }
}

extension ClockAlignment {
    static func fixed(_ value: Double, _ decimals: Int) -> String {
        DecimalNumber.fixed(value, decimals: decimals) ?? "n/a"
    }
}
