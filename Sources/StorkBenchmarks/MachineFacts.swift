import Foundation

/// What the figures were measured on.
enum MachineFacts {
    static var text: String {
        let process = ProcessInfo.processInfo
        let system = process.operatingSystemVersionString
        return """
            \(processor), \(process.activeProcessorCount) cores, \(process.physicalMemory >> 20) MiB; \(system); \
            Swift \(swiftVersion), \(optimization); load \(load)
            """
    }

    private static var processor: String {
        let lines = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8))?.split(separator: "\n") ?? []
        let name = lines.first { $0.hasPrefix("model name") }?.split(separator: ":").last
        return name.map { $0.trimmingCharacters(in: .whitespaces) } ?? "unknown processor"
    }

    private static var swiftVersion: String {
        #if swift(>=6.4)
            "6.4 or later"
        #elseif swift(>=6.3)
            "6.3"
        #else
            "6.2"
        #endif
    }

    private static var optimization: String {
        #if DEBUG
            "debug build: the times mean nothing"
        #else
            "release build"
        #endif
    }

    /// Other programs that run now make every figure worse.
    private static var load: String {
        var averages = [0.0, 0, 0]
        guard getloadavg(&averages, 3) == 3 else { return "unknown" }
        return ResultTable.text(averages[0], decimals: 2)
    }
}
