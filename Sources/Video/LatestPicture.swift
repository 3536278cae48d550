import Synchronization

/// A place for one picture: the newest wins.
///
/// Written by the decoding thread, read by the screen; neither waits for the other.
public final class LatestPicture: Sendable {
    private struct Place {
        var picture: VideoPicture?
        var isUnseen = false
        var replacedUnseen = 0
    }

    private let place = Mutex(Place())

    /// An empty place.
    public init() {}

    /// Puts a picture there; one that nobody took is replaced, and counted.
    public func put(_ picture: VideoPicture) {
        // The old picture is freed outside of the lock.
        let old = place.withLock { place in
            let old = place.picture
            if place.isUnseen { place.replacedUnseen += 1 }
            place.picture = picture
            place.isUnseen = true
            return old
        }
        withExtendedLifetime(old) {}
    }

    /// The picture, if it is one that this call is the first to take.
    public func take() -> VideoPicture? {
        place.withLock { place in
            guard place.isUnseen else { return nil }
            place.isUnseen = false
            return place.picture
        }
    }

    /// The newest picture, taken before or not; nil before the first.
    public var newest: VideoPicture? { place.withLock { $0.picture } }

    /// Pictures that were replaced before anybody took them.
    public var replacedUnseen: Int { place.withLock { $0.replacedUnseen } }
}
