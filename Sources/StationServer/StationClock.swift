/// The monotonic clock of this module: since an arbitrary moment.
enum StationClock {
    private static let beginning = ContinuousClock.now

    static var now: Duration { ContinuousClock.now - beginning }
}
