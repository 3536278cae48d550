/// Why a UVLC picture, or the rest of one, cannot be decoded.
public enum UVLCError: Error, Equatable, Sendable {
    /// The data do not begin with a picture start code.
    case pictureStart
    /// No such size; the two fields of the header.
    case size(format: UInt8, resolution: UInt8)
    /// A picture that refers to others, which no drone sends; the type field.
    case pictureKind(UInt8)
    /// A quantiser of 0.
    case quantiser
    /// The data end inside of macroblock `macroblock`, counted from 0 in reading order.
    case truncated(macroblock: Int)
    /// A run or level code longer than any that exists.
    case code(macroblock: Int)
    /// A block with more than 64 coefficients.
    case coefficients(macroblock: Int)
    /// The start code of this group of macroblocks is not where it should be.
    case group(Int)
    /// The picture is whole, but not followed by the code for its end.
    case end
}

extension UVLCError: CustomStringConvertible {
    /// What is wrong, and where.
    public var description: String {
        switch self {
        case .pictureStart: "no picture start code"
        case .size(let format, let resolution): "unknown picture size (format \(format), resolution \(resolution))"
        case .pictureKind(let kind): "picture type \(kind); only type 0 is known"
        case .quantiser: "quantiser 0"
        case .truncated(let macroblock): "the data end in macroblock \(macroblock)"
        case .code(let macroblock): "impossible code in macroblock \(macroblock)"
        case .coefficients(let macroblock): "too many coefficients in macroblock \(macroblock)"
        case .group(let number): "group \(number) does not begin where it should"
        case .end: "the code for the end of the picture is missing"
        }
    }
}
