public import DroneModel

/// A connection to the video port or to the record port of a 2.0, as the host numbers it.
public struct VideoConnection: Hashable, Sendable {
    /// Unique among the connections of a host.
    public var id: UInt64
    /// A name.
    public init(id: UInt64) { self.id = id }
}

/// Whom video goes to.
public enum VideoRecipient: Hashable, Sendable {
    /// A TCP connection: PaVE.
    case connection(VideoConnection)
    /// A UDP address: a coded picture per datagram.
    case datagrams(ClientAddress)
    /// The drone's recorder, which sends it on by itself.
    case recorder
}

/// The camera has looked: everything that makes a picture of what was to be seen at that moment.
public struct PictureOrder: Equatable, Sendable {
    /// When, on the simulation's clock.
    public var time: Duration
    /// When on the drone's own clock, milliseconds since boot, wrapping: what PaVE tells.
    public var timestamp: UInt32
    /// How it is to be coded.
    public var settings: VideoSettings
    /// Changes with codec, camera and client; the first picture of a stream is a key picture.
    public var streamID: UInt16
    /// Whom it is for.
    public var recipient: VideoRecipient
    /// The drone's feet, metres east, north and up of where it was switched on.
    public var position: Vector3
    /// Turns vectors of the body frame (x forward, y left, z up) into the world.
    public var orientation: Quaternion
    /// The same as angles.
    public var attitude: Attitude
    /// The major control state, as navdata number it.
    public var controlState: UInt32
    /// Whether the stream ends with this picture.
    public var isLast: Bool

    /// An order as it is.
    public init(
        time: Duration, timestamp: UInt32, settings: VideoSettings, streamID: UInt16, recipient: VideoRecipient,
        position: Vector3, orientation: Quaternion, attitude: Attitude, controlState: UInt32,
        isLast: Bool = false
    ) {
        self.time = time
        self.timestamp = timestamp
        self.settings = settings
        self.streamID = streamID
        self.recipient = recipient
        self.position = position
        self.orientation = orientation
        self.attitude = attitude
        self.controlState = controlState
        self.isLast = isLast
    }
}

/// An order carried out.
public struct CodedPicture: Equatable, Sendable {
    /// The order.
    public var order: PictureOrder
    /// What goes over the link: header and payload, or the whole datagram.
    public var bytes: [UInt8]
    /// Whether it can be decoded without those before it.
    public var isKey: Bool

    /// A picture.
    public init(order: PictureOrder, bytes: [UInt8], isKey: Bool) {
        self.order = order
        self.bytes = bytes
        self.isKey = isKey
    }
}
