import DroneProtocol
import Foundation
import WireBytes

/// The whole datagram of a real AR.Drone 2.0 with the options 0 to 27, and what tests make of it.
enum RealNavdata {
    private static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "shared/data/ardrone2-navdata")

    /// The datagram; empty where the recordings are absent.
    static let full: [UInt8] =
        (try? Data(contentsOf: folder.appending(path: "full-28-options.bin"))).map {
            [UInt8]($0)
        } ?? []

    static var isThere: Bool { !full.isEmpty }
    static let reason = "the recordings are not beside the package (../shared/data)"
}

/// The first packet that a drone sends, published as hexadecimal: state 0x4f800c10, sequence 1, no options.
let bootstrapPacket: [UInt8] = [
    0x88, 0x77, 0x66, 0x55, 0x10, 0x0c, 0x80, 0x4f, 0x01, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0x08, 0x00, 0xa6, 0x02, 0x00, 0x00,
]

/// A packet put together byte by byte, without the encoder under test.
func packet(
    header: UInt32 = 0x5566_7788, status: UInt32 = 0, sequence: UInt32 = 1,
    _ options: [(tag: UInt16, payload: [UInt8])], sum: UInt32? = nil
) -> [UInt8] {
    var bytes: [UInt8] = []
    for word in [header, status, sequence, 1] { bytes += littleEndian(word) }
    for option in options {
        bytes += littleEndian(option.tag) + littleEndian(UInt16(option.payload.count + 4)) + option.payload
    }
    return sealed(bytes, sum: sum)
}

/// `bytes` with a checksum option behind them.
func sealed(_ bytes: [UInt8], sum: UInt32? = nil) -> [UInt8] {
    let total = bytes.reduce(UInt32(0)) { $0 + UInt32($1) }
    return bytes + [0xff, 0xff, 8, 0] + littleEndian(sum ?? total)
}

func littleEndian(_ value: some FixedWidthInteger) -> [UInt8] {
    (0..<value.bitWidth / 8).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
}

/// The packet in `bytes`, or why it was refused.
func decoded(_ bytes: [UInt8]) -> Result<Navdata, NavdataError> {
    do throws(NavdataError) {
        return .success(try Navdata(decoding: bytes.span.bytes))
    } catch {
        return .failure(error)
    }
}

/// The same numbers in every run.
struct SeededNumbers: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
