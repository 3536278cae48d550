/// An input cut into pieces, the same for the same input.
enum InputPieces {
    /// At most eight pieces, cut anywhere: pieces of a byte each are the other extreme, and as many arrays.
    static func few(of bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var numbers = InputNumbers(for: bytes)
        let cuts = (0..<7).map { _ in Int.random(in: 0...bytes.count, using: &numbers) }.sorted()
        return zip([0] + cuts, cuts + [bytes.count]).map { bytes[$0..<$1] }
    }
}
