import DroneModel
import DroneProtocol
public import DroneSimulation
public import Video
import WireBytes

/// Why an order for a picture cannot be carried out.
public enum CameraStreamError: Error, Equatable, Sendable {
    /// libavcodec cannot or will not.
    case encoding(VideoEncodingError)
    /// The picture does not fit a datagram, however coarse; bytes.
    case datagram(bytes: Int)
    /// The UVLC encoder refuses.
    case uvlc(UVLCEncoder.Refusal)
    /// The stream was closed.
    case closed
}

extension CameraStreamError: CustomStringConvertible {
    /// What is wrong.
    public var description: String {
        switch self {
        case .encoding(let error): error.description
        case .datagram(let bytes): "a picture of \(bytes) bytes does not fit a datagram"
        case .uvlc(let refusal): "UVLC cannot code this picture: \(refusal)"
        case .closed: "the camera is closed"
        }
    }
}

/// Carries out a drone's orders for pictures, those of one stream at a time: renders the scene, stamps it, codes it, and puts the header in front.
///
/// One order after the other, in the order in which they were given. The same settings and orders give the same bytes
/// with the same libavcodec. Belongs to one thread.
public final class CameraStream {
    private let renderer: SceneRenderer
    private let generation: DroneGeneration
    private var encoder: VideoEncoder?
    private var writer: PaVEStreamWriter?
    private var streamID: UInt16?
    private var frameNumber: UInt32 = 0
    private var uvlc = UVLCEncoder()

    /// The largest payload of a UDP datagram over IPv4.
    static let largestDatagram = 65_507
    /// 31 has a meaning of its own.
    private static let coarsestQuantiser = 30

    /// The camera of a drone; the scene follows from its seed unless there is one already.
    public init(_ settings: DroneSettings, scene: SceneRenderer? = nil) {
        renderer = scene ?? SceneRenderer(seed: settings.seed)
        generation = settings.aircraft.generation
    }

    /// Makes the picture.
    public func picture(_ order: PictureOrder) throws(CameraStreamError) -> CodedPicture {
        let isFirst = streamID != order.streamID
        streamID = order.streamID
        var picture = render(order)
        let number = frameNumber
        FrameStamp(
            frameNumber: number,
            milliseconds: UInt32(truncatingIfNeeded: order.time.components.seconds * 1000)
                &+ UInt32(truncatingIfNeeded: order.time.components.attoseconds / 1_000_000_000_000_000)
        ).stamp(&picture)
        let coded =
            order.settings.codec == .uvlc
            ? CodedPicture(order: order, bytes: try datagram(picture, number), isKey: true)
            : try frame(picture, order, number, isFirst: isFirst)
        frameNumber &+= 1
        return coded
    }

    // MARK: - 1.0

    /// Codes a picture by itself, coarser where it would not fit a datagram.
    private func datagram(_ picture: YUVPicture, _ number: UInt32) throws(CameraStreamError) -> [UInt8] {
        while true {
            let bytes: [UInt8]
            do throws(UVLCEncoder.Refusal) {
                bytes = try uvlc.encode(picture, frameNumber: number)
            } catch {
                throw .uvlc(error)
            }
            if bytes.count <= Self.largestDatagram { return bytes }
            if uvlc.quantiser >= Self.coarsestQuantiser { throw .datagram(bytes: bytes.count) }
            uvlc.quantiser += 1
        }
    }

    // MARK: - 2.0

    private func frame(
        _ picture: YUVPicture, _ order: PictureOrder, _ number: UInt32, isFirst: Bool
    ) throws(CameraStreamError) -> CodedPicture {
        let settings = order.settings
        let wanted = VideoEncoder.Settings(
            codec: settings.codec, width: settings.width, height: settings.height, rate: settings.rate,
            kilobitsPerSecond: settings.kilobitsPerSecond, keyInterval: settings.keyInterval)
        let coded: EncodedPicture
        do throws(VideoEncodingError) {
            let open: VideoEncoder
            if let encoder, encoder.settings == wanted, !isFirst {
                open = encoder
            } else {
                open = try VideoEncoder(wanted)
                encoder = open
            }
            coded = try open.encode(picture)
        } catch {
            throw .encoding(error)
        }
        var pave: PaVEStreamWriter
        if let writer, !isFirst {
            pave = writer
        } else {
            pave = PaVEStreamWriter(
                format: VideoFormat(
                    codec: settings.codec, width: UInt16(clamping: settings.width),
                    height: UInt16(clamping: settings.height), streamID: order.streamID))
        }
        pave.nextFrameNumber = number
        var flight = PaVEFlightState(controlState: order.controlState)
        flight.angles[0] = Float(order.attitude.pitch.radians)
        flight.angles[1] = Float(order.attitude.roll.radians)
        flight.angles[2] = Float(order.attitude.yaw.radians)
        let bytes = pave.frame(
            coded.payload, kind: coded.isKey ? .refresh : .predicted, timestamp: order.timestamp,
            parameterSets: (
                UInt8(clamping: coded.sequenceParametersSize), UInt8(clamping: coded.pictureParametersSize)
            ), flight: flight, control: order.isLast ? .lastFrame : [])
        writer = pave
        return CodedPicture(order: order, bytes: bytes, isKey: coded.isKey)
    }

    // MARK: - Scene

    private func render(_ order: PictureOrder) -> YUVPicture {
        let (width, height) = (order.settings.width, order.settings.height)
        switch order.settings.channel {
        case .front: return look(order, .front, width, height)
        case .ground: return look(order, .ground, width, height)
        case .frontWithGround: return inset(look(order, .ground, 88, 72), in: look(order, .front, width, height))
        case .groundWithFront: return inset(look(order, .front, 88, 72), in: look(order, .ground, width, height))
        }
    }

    private func look(_ order: PictureOrder, _ direction: CameraDirection, _ width: Int, _ height: Int) -> YUVPicture {
        let front: CameraLens = generation == .ardrone1 ? .frontOfArdrone1 : .frontOfArdrone2
        return renderer.picture(
            position: order.position, orientation: order.orientation, direction: direction,
            lens: direction == .front ? front : .ground, width: width, height: height)
    }

    /// Puts a small picture into the upper left corner, under the stamp.
    private func inset(_ small: YUVPicture, in large: YUVPicture) -> YUVPicture {
        var picture = large
        let top = FrameStamp.height(pictureWidth: large.width)
        for y in 0..<min(small.height, large.height - top) {
            for x in 0..<min(small.width, large.width) {
                picture.luma[x: x, y: top + y] = small.luma[x: x, y: y]
                picture.blueDifference[x: x / 2, y: (top + y) / 2] = small.blueDifference[x: x / 2, y: y / 2]
                picture.redDifference[x: x / 2, y: (top + y) / 2] = small.redDifference[x: x / 2, y: y / 2]
            }
        }
        return picture
    }
}
