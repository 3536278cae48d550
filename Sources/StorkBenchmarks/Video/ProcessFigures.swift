import Foundation

/// What a running program has taken, as Linux tells it.
struct ProcessFigures {
    /// Processor time since its start, all threads, in its own code and the system's.
    var processorTime: Duration
    /// The most memory it held at once, bytes.
    var peakMemory: Int
    /// What it holds, bytes.
    var memory: Int

    /// - Throws: ``NotMeasurable`` where there is no such program, or no /proc.
    init(of identifier: Int32) throws {
        guard let statistics = Self.text(identifier, "stat"), let status = Self.text(identifier, "status") else {
            throw NotMeasurable(description: "process \(identifier) has no figures in /proc")
        }
        // Behind the name, which may hold anything: utime is the twelfth, stime the thirteenth, in ticks.
        let fields = statistics.split(separator: ")").last?.split(separator: " ") ?? []
        guard fields.count > 12, let user = Int64(fields[11]), let system = Int64(fields[12]) else {
            throw NotMeasurable(description: "/proc/\(identifier)/stat is not as expected")
        }
        processorTime = .seconds(Double(user + system) / Double(sysconf(Int32(_SC_CLK_TCK))))
        peakMemory = Self.kilobytes("VmHWM:", in: status) * 1024
        memory = Self.kilobytes("VmRSS:", in: status) * 1024
    }

    private static func text(_ identifier: Int32, _ name: String) -> String? {
        try? String(contentsOfFile: "/proc/\(identifier)/\(name)", encoding: .utf8)
    }

    private static func kilobytes(_ name: String, in status: String) -> Int {
        let line = status.split(separator: "\n").first { $0.hasPrefix(name) }
        return line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) } ?? 0
    }
}
