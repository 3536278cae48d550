import Synchronization

@testable import FlightRecording

#if canImport(Glibc)
    import Glibc
#endif

/// Files in memory, on a disk that fills up, breaks and is mended as a test wants.
final class TestDisk: RecordingStorage {
    struct State {
        var files: [RecordingFile: [UInt8]] = [:]
        var manifests: [String] = []
        /// What still goes on the disk, bytes.
        var room = Int.max
        /// Every write fails with this; 0 for none.
        var failure: Int32 = 0
        /// Every wait for the disk fails with this; 0 for none.
        var syncFailure: Int32 = 0
        var cannotTruncate = false
        var isGone = false
        var syncs = 0
        var writes = 0
    }

    private let state = Mutex(State())

    func change(_ body: @Sendable (inout State) -> Void) { state.withLock { body(&$0) } }

    var now: State { state.withLock { $0 } }

    func write(_ bytes: [UInt8], to file: RecordingFile, at offset: Int) throws(StorageProblem) {
        let code: Int32 = state.withLock { state in
            state.writes += 1
            if state.failure != 0 { return state.failure }
            var content = state.files[file, default: []]
            let fitting = min(bytes.count, state.room)
            content.replaceSubrange(min(offset, content.count)..., with: bytes.prefix(fitting))
            state.files[file] = content
            state.room -= fitting
            return fitting < bytes.count ? ENOSPC : 0
        }
        if code != 0 { throw StorageProblem(action: "write \(file.name)", code: code) }
    }

    func truncate(_ file: RecordingFile, to length: Int) throws(StorageProblem) {
        let code: Int32 = state.withLock { state in
            if state.cannotTruncate { return EIO }
            let count = state.files[file]?.count ?? 0
            state.files[file]?.removeLast(max(0, count - length))
            return 0
        }
        if code != 0 { throw StorageProblem(action: "cut \(file.name)", code: code) }
    }

    func replaceManifest(_ text: String) throws(StorageProblem) {
        let code: Int32 = state.withLock { state in
            if state.failure == 0 { state.manifests.append(text) }
            return state.failure
        }
        if code != 0 { throw StorageProblem(action: "write manifest.json", code: code) }
    }

    func sync() throws(StorageProblem) {
        let code = state.withLock { state in
            state.syncs += 1
            return state.syncFailure
        }
        if code != 0 { throw StorageProblem(action: "write flight.pcap", code: code) }
    }

    func release() {}

    var freeBytes: Int? { state.withLock { $0.room } }
    var isGone: Bool { state.withLock { $0.isGone } }
}
