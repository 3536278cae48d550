public import DroneProtocol

/// Why a file cannot be inspected.
public enum InspectionError: Error, Equatable, Sendable {
    /// It cannot be read, or it is a capture that cannot be.
    case capture(CaptureError)
    /// It lies in the folder of a recording that cannot be read.
    case recording(RecordingError)
    /// Neither a capture nor navdata; `reason` is what libpcap or the decompressor says of it.
    case unknownKind(name: String, reason: String)
    /// Begins like navdata and is none.
    case navdata(name: String, NavdataError)
    /// Begins like navdata and is longer than any datagram.
    case navdataTooLong(name: String)
}

extension InspectionError: CustomStringConvertible {
    /// What is wrong, with which file, and what to do about it.
    public var description: String {
        switch self {
        case .capture(let error): error.description
        case .recording(let error): error.description
        case .unknownKind(let name, let reason):
            "\(name): neither a capture (\(reason)) nor a navdata datagram (which begins with the bytes 88 77 66 55) nor "
                + "video (PaVE). Give a recording's folder, a pcap or pcapng file, .gz or not, one datagram of UDP port "
                + "5554 as it came, or the bytes of TCP port 5555."
        case .navdata(let name, let error):
            "\(name): begins like navdata, but: \(error). The file must hold exactly the payload of one datagram; "
                + "save it again, without headers and whole."
        case .navdataTooLong(let name):
            "\(name): begins like navdata, but is longer than 65,507 bytes, the longest UDP datagram. "
                + "The file must hold one datagram; to inspect many, give the capture they came from."
        }
    }
}
