import ArgumentParser
import BloomFilter
import JSONText

struct BloomBuildCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "build",
        abstract: "Make a filter of keys.",
        discussion: """
            The filter is as large as the distinct keys need for the asked rate of false positives; --members makes \
            room for more. Its salt is random unless --salt gives one; only filters of the same salt can be joined.

            Example: stork bloom build ids.txt --output ids.bloom --probability 0.01
            """)

    @OptionGroup var keys: BloomKeys

    @Option(name: [.short, .long], help: ArgumentHelp("Where to write the filter.", valueName: "file"))
    var output: String

    @Option(help: ArgumentHelp("The rate of false positives to reach, between 0 and 1.", valueName: "rate"))
    var probability = 0.001

    @Option(help: ArgumentHelp("How many keys to make room for. (default: the distinct keys)", valueName: "count"))
    var members: Int?

    @Option(help: ArgumentHelp("16 hexadecimal digits. (default: random)", valueName: "digits"))
    var salt: String?

    @Flag(help: "Size and hash as MagnusS/Java-BloomFilter does, with MD5 and without a salt.")
    var java = false

    @Flag(help: "One JSON object.")
    var json = false

    func validate() throws {
        guard probability > 0, probability < 1 else {
            throw ValidationError("--probability lies between 0 and 1, for example 0.001")
        }
        if let members, members < 1 { throw ValidationError("--members is at least 1") }
        if let salt, salt.count > 16 || UInt64(salt, radix: 16) == nil {
            throw ValidationError("--salt is a number of up to 16 hexadecimal digits, not “\(salt)”")
        }
        if java, salt != nil { throw ValidationError("--java has no salt") }
    }

    func run() async throws {
        let distinct = Set(try keys.read())
        let count = max(distinct.count, members ?? 0)
        var filter: BloomFilter
        if java {
            filter = try BloomFilter(shape: .asJava(members: count, probability: probability), hashing: .javaMD5)
        } else {
            filter = BloomFilter(
                shape: try BloomShape(members: count, probability: probability),
                salt: salt.flatMap { UInt64($0, radix: 16) } ?? .random(in: 0 ... .max))
        }
        for key in distinct { filter.insert(key) }
        try BloomFile.write(filter, to: output)
        StandardOutput.write(BloomSummary(name: output, filter: filter).text(json: json))
    }
}
