/// Why bytes from outside are no bundle, or no part of one.
public enum BundleError: Error, Hashable, Sendable {
    /// The CBOR is not as it should be.
    ///
    /// - Parameter offset: Bytes from the start of what was given.
    case cbor(CBORProblem, offset: Int)
    /// Not version 7 of the protocol: the version, or the first byte of something that is no array.
    case version(UInt64)
    /// An endpoint that cannot be.
    case endpoint(EndpointError, offset: Int)
    /// A CRC type other than 0, 1 and 2.
    case unknownCRC(UInt64, block: UInt64)
    /// The CRC field has another length than its type demands.
    case crcLength(Int, block: UInt64)
    /// The block is not what was sent.
    case crcMismatch(block: UInt64)
    /// The primary block has neither a CRC nor an integrity block that targets it.
    case unprotectedPrimary
    /// No block has type 1.
    case noPayload
    /// A block follows the payload.
    case blockAfterPayload(number: UInt64)
    /// The payload has another number than 1, or another block has 0 or 1.
    case blockNumber(UInt64, type: BlockType)
    /// Two blocks have this number.
    case duplicateNumber(UInt64)
    /// Two blocks of a type that may be there once.
    case duplicateBlock(BlockType)
    /// More blocks than are allowed.
    case tooManyBlocks(limit: Int)
    /// More octets than are allowed.
    case tooLarge(Int, limit: Int)
    /// Creation time 0 without a block that holds the age.
    case noAge
    /// The fragment reaches beyond the whole.
    case fragmentBeyondEnd(offset: UInt64, length: UInt64, total: UInt64)
    /// A hop limit of 0 or above 255.
    case hopLimit(UInt64)
    /// A security block that cannot be: what is wrong with it.
    case security(String)
}

extension BundleError: CustomStringConvertible {
    /// One sentence with the place.
    public var description: String {
        switch self {
        case .cbor(let problem, let offset): "at byte \(offset): \(problem)"
        case .version(let version): "not version 7 of the bundle protocol: \(version)"
        case .endpoint(let error, let offset): "endpoint at byte \(offset): \(error)"
        case .unknownCRC(let type, let block): "block \(block) has CRC type \(type), which is not known"
        case .crcLength(let length, let block): "block \(block) has a CRC of \(length) octets"
        case .crcMismatch(let block): "block \(block) is damaged: its CRC does not fit"
        case .unprotectedPrimary: "the primary block has neither a CRC nor an integrity block"
        case .noPayload: "the bundle has no payload"
        case .blockAfterPayload(let number): "block \(number) follows the payload, which has to be last"
        case .blockNumber(let number, let type): "block number \(number) on a block of type \(type.rawValue)"
        case .duplicateNumber(let number): "two blocks have number \(number)"
        case .duplicateBlock(let type): "two blocks of type \(type.rawValue)"
        case .tooManyBlocks(let limit): "more than \(limit) blocks"
        case .tooLarge(let size, let limit): "\(size) octets, at most \(limit) allowed"
        case .noAge: "the creation time is unknown and the age is missing"
        case .fragmentBeyondEnd(let offset, let length, let total):
            "a fragment of \(length) octets at \(offset) reaches beyond the whole of \(total)"
        case .hopLimit(let limit): "a hop limit of \(limit), 1 to 255 allowed"
        case .security(let what): "security block: \(what)"
        }
    }
}
