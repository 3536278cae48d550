import WireBytes

/// Finds the UDP datagram or TCP segment in a captured frame, and counts what frames hold none and why.
///
///     link header --> IP header --whole----> UDP or TCP --> packet
///                         |                     ^
///                         +-----fragment--> reassembly
///
/// A value without files or clocks: ``CaptureReader`` feeds it. Nothing a frame holds can make it trap.
public struct FrameDecoder: Sendable {
    /// What the frames begin with.
    public let linkType: LinkType
    private var counts: CaptureStatistics
    private var fragments = FragmentReassembler()

    /// A decoder for frames that begin as `linkType` says.
    public init(linkType: LinkType) {
        self.linkType = linkType
        counts = CaptureStatistics(linkType: linkType)
    }

    /// What the frames so far were.
    public var statistics: CaptureStatistics {
        var statistics = counts
        statistics.abandonedFragmentedDatagrams = fragments.abandoned
        return statistics
    }

    /// Takes the next frame of a capture.
    ///
    /// - Parameters:
    ///   - frame: The bytes that were captured.
    ///   - originalLength: The length of the frame on the wire, at least as long as `frame`.
    ///   - time: When it was captured, since 1970.
    /// - Returns: The packet this frame carried or completed; nil where there is none, which is then counted.
    public mutating func decode(_ frame: RawSpan, originalLength: Int, at time: Duration) -> CapturedPacket? {
        counts.frames += 1
        counts.bytes += frame.byteCount
        counts.firstTime = counts.firstTime ?? time
        counts.lastTime = time
        do throws(FrameOmission) {
            let packet = try packet(
                in: frame, missing: max(originalLength, frame.byteCount) - frame.byteCount, at: time)
            switch packet.transport {
            case .udp: counts.datagrams += 1
            case .tcp: counts.segments += 1
            }
            return packet
        } catch {
            let isCut = error.isMalformed && originalLength > frame.byteCount
            counts.omissions[isCut ? .cutBySnapshotLength : error, default: 0] += 1
            return nil
        }
    }

    /// Says that no frame follows: datagrams that still lack fragments are counted as abandoned.
    public mutating func finish() {
        fragments.finish()
    }

    private mutating func packet(
        in frame: RawSpan, missing: Int, at time: Duration
    ) throws(FrameOmission) -> CapturedPacket {
        var cursor = WireCursor(frame)
        let link = try LinkHeader(from: &cursor, linkType: linkType, missing: missing)
        if link.isRadioRetry { counts.radioRetries += 1 }
        if link.trailer == WirelessHeader.frameCheckSize,
            !WirelessHeader.frameCheckHolds(frame.extracting(link.start..<frame.byteCount))
        {
            throw .frameCheckFailed
        }
        var body: WireCursor
        do throws(WireError) { body = try cursor.take(cursor.remaining - link.trailer) } catch {
            throw .malformedLinkHeader
        }
        let network = try NetworkHeader(from: &body)
        var payload: WireCursor
        do throws(WireError) { payload = try body.take(network.payloadLength) } catch { throw .lyingIPLength }

        let content: TransportContent
        switch (network.transport, network.fragment) {
        case (TransportNumber.udp, let place?), (TransportNumber.tcp, let place?):
            let whole = try reassemble(payload.readRest(), at: place, of: network, time: time)
            var cursor = unsafe WireCursor(whole.span.bytes)
            content = try TransportContent(from: &cursor, transport: network.transport)
            counts.reassembled += 1
        case (TransportNumber.icmp, nil), (TransportNumber.icmp6, nil):
            guard let quote = ICMPQuote(from: &payload, transport: network.transport) else { throw .icmp }
            counts.icmpQuotedPorts[quote.destinationPort, default: 0] += 1
            throw .icmpQuote
        case (TransportNumber.icmp, _), (TransportNumber.icmp6, _):
            throw .icmp
        default:
            content = try TransportContent(from: &payload, transport: network.transport)
        }
        return CapturedPacket(
            frameNumber: counts.frames, time: time,
            flow: Flow(
                from: Endpoint(network.source, port: content.sourcePort),
                to: Endpoint(network.destination, port: content.destinationPort)),
            isRadioRetry: link.isRadioRetry, transport: content.transport)
    }

    private mutating func reassemble(
        _ bytes: [UInt8], at place: FragmentPlace, of network: NetworkHeader, time: Duration
    ) throws(FrameOmission) -> [UInt8] {
        let key = FragmentReassembler.Key(
            source: network.source, destination: network.destination, transport: network.transport,
            identification: place.identification)
        switch fragments.add(bytes, at: place, of: key, time: time) {
        case .held: throw .fragment
        case .refused: throw .malformedFragment
        case .complete(let whole): return whole
        }
    }
}

/// The payload of an IP packet, read as UDP or TCP.
struct TransportContent: Equatable {
    var sourcePort: UInt16
    var destinationPort: UInt16
    var transport: CapturedPacket.Transport

    /// Reads the header and copies the payload.
    @_lifetime(cursor: copy cursor)
    init(from cursor: inout WireCursor, transport number: UInt8) throws(FrameOmission) {
        switch number {
        case TransportNumber.udp:
            let header = try UDPHeader(from: &cursor)
            sourcePort = header.sourcePort
            destinationPort = header.destinationPort
            do throws(WireError) { transport = .udp(try cursor.readBytes(header.payloadLength)) } catch {
                throw .lyingUDPLength
            }
        case TransportNumber.tcp:
            var header = try TCPHeader(from: &cursor)
            sourcePort = header.sourcePort
            destinationPort = header.destinationPort
            header.segment.payload = cursor.readRest()
            transport = .tcp(header.segment)
        default:
            throw .otherTransport
        }
    }
}
