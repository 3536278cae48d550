import Foundation

/// Feeds the decoders with bytes that nobody sane would send.
///
///     StorkFuzz seeds FOLDER             writes a start corpus, a folder per target
///     StorkFuzz TARGET [argument…]       fuzzer build: libFuzzer's arguments; else files and folders to replay
///     StorkFuzz list                     the targets
///
/// `Tests/fuzz.sh` makes the fuzzer build, which defines FUZZING, and runs all of it. There libFuzzer has the main.
#if !FUZZING
    @main
#endif
enum StorkFuzz {
    #if !FUZZING
        static func main() { exit(run(Array(CommandLine.arguments.dropFirst()))) }
    #endif

    /// Does what the arguments say, fuzzing excepted; the status to exit with.
    static func run(_ arguments: [String]) -> Int32 {
        let first = arguments.first ?? ""
        let rest = Array(arguments.dropFirst())
        if let target = FuzzTarget(rawValue: first) { return Replay(target: target).run(rest) }
        switch (first, rest.count) {
        case ("seeds", 1): return writeSeeds(into: URL(filePath: rest[0]))
        case ("list", 0):
            for target in FuzzTarget.allCases { print(target.rawValue) }
            return 0
        default:
            let targets = FuzzTarget.allCases.map(\.rawValue).joined(separator: "|")
            report("usage: StorkFuzz seeds FOLDER | list | \(targets) [argument…]")
            return 64
        }
    }

    private static func writeSeeds(into folder: URL) -> Int32 {
        do {
            for target in FuzzTarget.allCases {
                let count = try SeedCorpus(target: target).write(into: folder)
                print("\(target.rawValue): \(count) seeds")
            }
            return 0
        } catch {
            report("seeds: \(error)")
            return 1
        }
    }

    /// Writes a line to standard error.
    static func report(_ line: String) { FileHandle.standardError.write(Data("\(line)\n".utf8)) }
}
