/// A fixed number of plain numbers, stored in place: comparing, copying and decoding it never touches the heap.
public struct FixedArray<let count: Int, Element: BitwiseCopyable & Equatable & Sendable>: Equatable, Sendable {
    @usableFromInline var storage: [count of Element]

    /// All elements the same.
    @inlinable
    public init(repeating value: Element) {
        storage = .init(repeating: value)
    }

    /// The first `count` of `elements`; what is missing is `filler`.
    @inlinable
    public init(_ elements: some Sequence<Element>, filler: Element) {
        storage = .init(repeating: filler)
        for (index, element) in elements.prefix(count).enumerated() { storage[index] = element }
    }

    /// The element at `index`, which must lie in `0..<count`.
    @inlinable
    public subscript(index: Int) -> Element {
        get { storage[index] }
        set { storage[index] = newValue }
    }

    /// The valid indices.
    @inlinable public var indices: Range<Int> { 0..<count }

    /// The elements as an ordinary array.
    @inlinable public var array: [Element] { indices.map { storage[$0] } }

    /// True when every pair of elements is equal; NaN is not equal to itself.
    @inlinable
    public static func == (left: Self, right: Self) -> Bool {
        for index in 0..<count where left.storage[index] != right.storage[index] { return false }
        return true
    }
}
