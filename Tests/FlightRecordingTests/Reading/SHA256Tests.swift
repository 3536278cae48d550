import FlightRecording
import Foundation
import Testing

@Suite struct SHA256Tests {
    private func text(_ bytes: [UInt8]) -> String { bytes.map { String(format: "%02x", $0) }.joined() }

    /// FIPS 180-4's examples, and a million times the letter a.
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
        (
            String(repeating: "a", count: 1_000_000),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
        ),
    ])
    func `it gives the published values`(message: String, digest: String) {
        #expect(text(SHA256.digest(of: Array(message.utf8))) == digest)
    }

    @Test(arguments: [1, 3, 55, 56, 63, 64, 65, 127, 128, 1000])
    func `pieces of any size give the same`(size: Int) {
        let message = (0..<2500).map { UInt8(truncatingIfNeeded: $0 * 7) }
        var hash = SHA256()
        for start in stride(from: 0, to: message.count, by: size) {
            hash.update(Array(message[start..<min(start + size, message.count)]))
        }
        #expect(hash.finish() == SHA256.digest(of: message))
    }

    @Test func `a file is named as sha256sum names it, and a missing one is told`() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "stork-\(UUID().uuidString)")
        try Data(repeating: 0x61, count: 1_000_000).write(to: url)
        defer { try? FileManager.default.removeItem(at: url) }
        let (digest, byteCount) = try SHA256.hexadecimal(ofFile: url.path)
        #expect(digest == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
        #expect(byteCount == 1_000_000)
        #expect(throws: RecordingError.self) { try SHA256.hexadecimal(ofFile: url.path + "-missing") }
    }
}
