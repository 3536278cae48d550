/// First in, first out.
struct Queue<Element: Sendable>: Sendable {
    private var storage: [Element] = []
    private var start = 0

    var count: Int { storage.count - start }
    var isEmpty: Bool { count == 0 }
    var first: Element? { isEmpty ? nil : storage[start] }

    mutating func append(_ element: Element) { storage.append(element) }

    mutating func popFirst() -> Element? {
        guard let element = first else { return nil }
        start += 1
        if start > 32, start > storage.count / 2 {
            storage.removeFirst(start)
            start = 0
        }
        return element
    }

    mutating func removeAll() {
        storage.removeAll()
        start = 0
    }

    mutating func removeAll(where condition: (Element) -> Bool) {
        storage.removeFirst(start)
        start = 0
        storage.removeAll(where: condition)
    }

    /// Changes the first element for which `condition` holds.
    mutating func update(where condition: (Element) -> Bool, _ change: (inout Element) -> Void) {
        guard let index = storage[start...].firstIndex(where: condition) else { return }
        change(&storage[index])
    }
}
