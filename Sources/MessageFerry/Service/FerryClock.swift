import BundleProtocol
import BundleStore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The store's own time: goes on while the node runs and while it does not, and is not moved by a clock that is set.
///
/// As long as the computer is not started again it is the kernel's time since boot, which also runs in sleep. Across a
/// boot, what the system's clock went forward in between is added, and nothing where it went back.
public struct FerryClock: Sendable {
    private let offset: Int64
    private let boot: [UInt8]

    static let noteName = "clock"

    /// Goes on from what was noted.
    public init(notes: [String: [UInt8]]) {
        boot = Self.bootIdentifier()
        let numbers: [Int64] = BigEndian.numbers(notes[Self.noteName].map { Array($0.prefix(24)) } ?? [])
        guard numbers.count == 3, let noted = notes[Self.noteName] else {
            offset = 1 - Self.sinceBoot()
            return
        }
        let passed =
            Array(noted.dropFirst(24)) == boot
            ? Self.sinceBoot() - numbers[1] : Self.unixMilliseconds() - numbers[2]
        offset = numbers[0] + max(0, passed) - Self.sinceBoot()
    }

    /// Now.
    public var now: FerryTime {
        FerryTime(steady: Self.sinceBoot() + offset, wall: DTNTime(unixMilliseconds: Self.unixMilliseconds()))
    }

    /// What the next start goes on from: store time, time since boot, clock, and which boot it was.
    var note: StoreChange {
        let since = Self.sinceBoot()
        return .note(
            Self.noteName,
            BigEndian.octets(since + offset) + BigEndian.octets(since) + BigEndian.octets(Self.unixMilliseconds())
                + boot)
    }

    private static func milliseconds(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }

    static func unixMilliseconds() -> Int64 { milliseconds(CLOCK_REALTIME) }

    static func sinceBoot() -> Int64 {
        #if os(Linux)
            milliseconds(CLOCK_BOOTTIME)
        #else
            milliseconds(CLOCK_MONOTONIC)
        #endif
    }

    /// Empty where the system does not tell: then each start counts as a boot.
    private static func bootIdentifier() -> [UInt8] {
        guard let file = fopen("/proc/sys/kernel/random/boot_id", "r") else { return [] }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 36)
        let count = fread(&bytes, 1, bytes.count, file)
        return Array(bytes.prefix(count))
    }
}
