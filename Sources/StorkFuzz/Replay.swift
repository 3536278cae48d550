import Foundation

/// Runs files through a target without the fuzzer: a corpus as regression test, or one reproducer in a debugger.
struct Replay {
    let target: FuzzTarget

    /// Runs all files at `paths`, folders and what is in them included; the status to exit with.
    func run(_ paths: [String]) -> Int32 {
        let files = paths.flatMap(files(at:))
        if files.isEmpty {
            StorkFuzz.report("nothing to replay; name files or folders (see Tests/fuzz.sh for fuzzing)")
            return 64
        }
        var findings = 0
        for file in files {
            do {
                try target.run([UInt8](Data(contentsOf: file)))
            } catch {
                findings += 1
                StorkFuzz.report("\(file.path): \(error)")
            }
        }
        print("\(target.rawValue): \(files.count) inputs, \(findings) findings")
        return findings == 0 ? 0 : 1
    }

    private func files(at path: String) -> [URL] {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
            return [URL(filePath: path)]
        }
        let inside = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
        return inside.sorted().map { URL(filePath: path).appending(path: $0) }.filter { !$0.hasDirectoryPath }
            .filter { (try? $0.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile) ?? false }
    }
}
