#if FUZZING
    import Foundation

    /// What the arguments name; libFuzzer's callbacks get no context, so that it has to be found again.
    private let chosen = FuzzTarget(rawValue: CommandLine.arguments.dropFirst().first ?? "")

    /// Called by libFuzzer's main before it reads the arguments: takes the target's name out of them.
    @_cdecl("LLVMFuzzerInitialize")
    public func initializeFuzzer(
        _ count: UnsafeMutablePointer<CInt>,
        _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>
    ) -> CInt {
        guard chosen != nil, let vector = arguments.pointee else {
            exit(StorkFuzz.run(Array(CommandLine.arguments.dropFirst())))
        }
        vector[1] = vector[0]
        arguments.pointee = vector + 1
        count.pointee -= 1
        return 0
    }

    /// Called by libFuzzer for every input.
    @_cdecl("LLVMFuzzerTestOneInput")
    public func testOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
        do throws(Finding) {
            try chosen?.run(Array(UnsafeBufferPointer(start: data, count: size)))
        } catch {
            StorkFuzz.report("finding: \(error)")
            abort()
        }
        return 0
    }
#endif
