/// Why a bundle cannot be signed, checked, encrypted or decrypted.
public enum SecurityError: Error, Hashable, Sendable {
    /// No block has this number.
    case noTarget(UInt64)
    /// RFC 9172, 3.8 and 3.9: an integrity block must not target security blocks, a confidentiality block neither the
    /// primary block nor another confidentiality block.
    case forbiddenTarget(UInt64)
    /// What is encrypted already cannot be signed or encrypted again.
    case alreadyEncrypted(UInt64)
    /// The block is signed by nobody, or encrypted by nobody.
    case notSecured(UInt64)
    /// A key is too short, or has a length that the cipher does not know; octets.
    case keyLength(Int)
    /// An initialization vector that is not 12 to 16 octets long.
    case ivLength(Int)
    /// Another security context than the ones of RFC 9173.
    case unknownContext(UInt64)
    /// A variant of hash or cipher that is not known.
    case unknownVariant(UInt64)
    /// A parameter or result that has to be there is not.
    case missing(String)
    /// What the security block holds cannot be read.
    case malformed(BundleError)
    /// The signature does not fit: changed on the way, or made with another key.
    case signature(UInt64)
    /// The ciphertext does not fit: changed on the way, or made with another key.
    case decryption(UInt64)
    /// The wrapped key cannot be unwrapped with this key.
    case keyUnwrapping
    /// The cryptographic library gives no result.
    case cipher
}

extension SecurityError: CustomStringConvertible {
    /// One sentence.
    public var description: String {
        switch self {
        case .noTarget(let number): "the bundle has no block \(number)"
        case .forbiddenTarget(let number): "block \(number) must not be secured this way"
        case .alreadyEncrypted(let number): "block \(number) is encrypted already"
        case .notSecured(let number): "block \(number) is not secured"
        case .keyLength(let octets): "a key of \(octets) octets: 16 or 32 for AES, at least 16 for HMAC"
        case .ivLength(let octets): "an initialization vector of \(octets) octets: 12 to 16 are supported"
        case .unknownContext(let id): "security context \(id) is not known"
        case .unknownVariant(let id): "variant \(id) of the security context is not known"
        case .missing(let what): "\(what) is missing in the security block"
        case .malformed(let error): "the security block cannot be read: \(error)"
        case .signature(let number): "the signature of block \(number) does not fit its content and the key"
        case .decryption(let number): "block \(number) cannot be decrypted: changed on the way, or another key"
        case .keyUnwrapping: "the key in the block cannot be unwrapped with this key"
        case .cipher: "the cryptographic library refuses"
        }
    }
}
