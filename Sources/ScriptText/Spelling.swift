/// Finds the word that was probably meant.
public enum Spelling {
    /// The candidate with the fewest edits to `word`, when there are few enough that it may have been meant:
    /// at most a third of the word's length, and at least one.
    public static func nearest(to word: String, among candidates: [String]) -> String? {
        // Longer words are not mistyped, they are something else; this also bounds the work.
        guard word.count <= 64 else { return nil }
        let best = candidates.map { ($0, distance($0, word)) }.min { $0.1 < $1.1 }
        guard let best, best.1 <= max(1, word.count / 3), best.1 < word.count else { return nil }
        return best.0
    }

    /// The number of insertions, deletions, replacements and swaps of neighbours between two words
    /// (optimal string alignment).
    static func distance(_ left: String, _ right: String) -> Int {
        let left = Array(left.lowercased()), right = Array(right.lowercased())
        var beforeLast = [Int](repeating: 0, count: right.count + 1)
        var last = Array(0...right.count)
        for i in left.indices {
            var row = [i + 1] + [Int](repeating: 0, count: right.count)
            for j in right.indices {
                let cost = left[i] == right[j] ? 0 : 1
                row[j + 1] = min(last[j + 1] + 1, row[j] + 1, last[j] + cost)
                if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
                    row[j + 1] = min(row[j + 1], beforeLast[j - 1] + 1)
                }
            }
            beforeLast = last
            last = row
        }
        return last[right.count]
    }
}
