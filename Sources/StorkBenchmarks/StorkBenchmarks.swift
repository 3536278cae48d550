import Foundation

/// Measures what the program promises to be fast at, and prints one table.
///
///     swift run -c release StorkBenchmarks [--seconds N] [--list] [name…]
///
/// `--play` shows a recording of the video port as the cockpit would, for comparisons. A name stands for every benchmark that begins with it. Times say something about this machine as it is now; no
/// figure makes the program fail.
@main
enum StorkBenchmarks {
    static func main() async {
        var settings = BenchmarkSettings()
        var names: [String] = []
        var arguments = CommandLine.arguments.dropFirst()
        while let argument = arguments.popFirst() {
            switch argument {
            case "--list":
                for benchmark in Benchmark.all { print("\(benchmark.name): \(benchmark.title)") }
                return
            case "--play":
                // Writes into a terminal or file that may have gone.
                signal(SIGPIPE, SIG_IGN)
                do { return try RecordingPlayer.run(arguments) } catch { fail("\(error)") }
            case "--seconds":
                guard let seconds = arguments.popFirst().flatMap(Int.init), (1...3600).contains(seconds) else {
                    fail("--seconds needs a number from 1 to 3600")
                }
                settings.seconds = seconds
            default:
                guard Benchmark.all.contains(where: { $0.name.hasPrefix(argument) }) else {
                    fail("no benchmark begins with “\(argument)”; --list names all")
                }
                names.append(argument)
            }
        }
        print(MachineFacts.text)
        var table = ResultTable()
        for benchmark in Benchmark.all where names.isEmpty || names.contains(where: benchmark.name.hasPrefix) {
            do {
                table.add(benchmark, try await benchmark.run(settings))
            } catch {
                table.add(benchmark, Outcome(note: "n/a: \(error)"))
            }
        }
        print(table.text)
    }

    private static func fail(_ reason: String) -> Never {
        FileHandle.standardError.write(Data("StorkBenchmarks: \(reason)\n".utf8))
        exit(64)
    }
}
