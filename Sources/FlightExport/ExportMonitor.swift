/// How far an export is.
public struct ExportProgress: Equatable, Sendable {
    /// The part of the recording that has been read, 0 to 1; nil where its size is not known.
    public var fraction: Double?
    /// How many things of the recording have been read: datagrams, pieces of streams, events.
    public var items: Int
}

/// What an export tells while it runs, and how it is stopped.
public struct ExportMonitor {
    /// Called every ``interval`` items.
    public var note: (ExportProgress) -> Void
    /// Asked as often; true ends the export with ``ExportError/stopped``.
    public var isStopped: () -> Bool

    /// How many items lie between two calls: some 5 ms of work.
    public static let interval = 512

    /// A monitor; by default of an export that nobody watches.
    public init(note: @escaping (ExportProgress) -> Void = { _ in }, isStopped: @escaping () -> Bool = { false }) {
        self.note = note
        self.isStopped = isStopped
    }
}
