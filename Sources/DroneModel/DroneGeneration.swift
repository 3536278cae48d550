/// Which of the two airframes flies.
public enum DroneGeneration: Int, Hashable, Sendable, CaseIterable {
    /// AR.Drone (2010): ultrasound only, video by UDP, firmware 1.x.
    case ardrone1 = 1
    /// AR.Drone 2.0 (2012): barometer and magnetometer, video by TCP, firmware 2.x.
    case ardrone2 = 2
}

extension DroneGeneration: CustomStringConvertible {
    /// The maker's name for it.
    public var description: String {
        switch self {
        case .ardrone1: "AR.Drone 1.0"
        case .ardrone2: "AR.Drone 2.0"
        }
    }
}

/// A firmware version as in the drone's `version.txt`: `2.4.8`.
public struct FirmwareVersion: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// 1 on the AR.Drone 1.0, 2 on the 2.0.
    public var major: Int
    /// The second number.
    public var minor: Int
    /// The third number; 0 where the text has none.
    public var revision: Int

    /// A version from its numbers.
    public init(_ major: Int, _ minor: Int, _ revision: Int) {
        self.major = major
        self.minor = minor
        self.revision = revision
    }

    /// Reads `2.4.8`, `1.11` or `2.3.3\n`. Nil for anything that does not begin with two numbers.
    public init?(_ text: some StringProtocol) {
        let line = text.prefix { !$0.isNewline && $0 != "\0" }
        let parts = line.split(separator: ".", omittingEmptySubsequences: false).prefix(3)
            .map { part in Int(part.drop { $0 == " " }.prefix { $0.isASCII && $0.isNumber }) }
        guard parts.count >= 2, let major = parts[0], let minor = parts[1] else { return nil }
        self.init(major, minor, parts.count > 2 ? parts[2] ?? 0 : 0)
    }

    /// The airframe that runs this firmware; nil for a major number no drone has.
    public var generation: DroneGeneration? { DroneGeneration(rawValue: major) }

    /// `2.4.8`.
    public var description: String { "\(major).\(minor).\(revision)" }

    /// Older is smaller.
    public static func < (left: Self, right: Self) -> Bool {
        (left.major, left.minor, left.revision) < (right.major, right.minor, right.revision)
    }
}
