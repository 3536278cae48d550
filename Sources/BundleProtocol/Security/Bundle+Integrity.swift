internal import Crypto

/// Hash functions for signatures (RFC 9173, 3.3.1).
public enum HMACVariant: UInt64, Hashable, Sendable {
    /// HMAC with SHA-256.
    case sha256 = 5
    /// HMAC with SHA-384, the standard's default.
    case sha384 = 6
    /// HMAC with SHA-512.
    case sha512 = 7
}

/// The numbers of parameters and results of BIB-HMAC-SHA2.
private enum Field {
    static let variant: UInt64 = 1
    static let wrappedKey: UInt64 = 2
    static let scope: UInt64 = 3
    static let code: UInt64 = 1
}

extension Bundle {
    /// Signs a block with BIB-HMAC-SHA2: adds an integrity block with this one target. The target loses its CRC, which
    /// the signature stands for. The primary block is to be signed before the others: a scope with it covers its code.
    ///
    /// - Parameters:
    ///   - target: The number of a block: 0 is the primary block, 1 the payload.
    ///   - key: At least 16 octets; as many as the hash has are advised.
    ///   - source: Who signs.
    ///   - blockNumber: The number of the new block; by default the smallest that is free.
    public mutating func sign(
        _ target: UInt64, key: SecurityKey, source: EndpointID, variant: HMACVariant = .sha256,
        scope: SecurityScope = .all, blockNumber: UInt64? = nil
    ) throws(SecurityError) {
        guard key.content.count >= 16 else { throw .keyLength(key.content.count) }
        if target != 0 {
            guard let block = block(number: target) else { throw .noTarget(target) }
            if block.type == .integrity || block.type == .confidentiality { throw .forbiddenTarget(target) }
        }
        if try encryptionBlocks().contains(where: { $0.security.targets.contains(target) }) {
            throw .alreadyEncrypted(target)
        }
        setCRC(.none, of: target)
        let number = blockNumber ?? freeBlockNumber
        var block = CanonicalBlock(type: .integrity, number: number, data: [])
        var parameters = [SecurityBlock.Item(id: Field.variant, number: variant.rawValue)]
        if case .wrapped(let content, let wrapping) = key {
            parameters.append(.init(id: Field.wrappedKey, bytes: try KeyWrapping.wrap(content, with: wrapping)))
        }
        parameters.append(.init(id: Field.scope, number: scope.rawValue))
        let message = try signedOctets(of: target, scope: scope, security: block)
        let code = variant.code(of: message, key: key.content)
        block.data =
            SecurityBlock(
                targets: [target], context: SecurityBlock.contextHMAC, source: source, parameters: parameters,
                results: [[.init(id: Field.code, bytes: code)]]
            ).encoded
        extensions.insert(block, at: 0)
    }

    /// Checks every signature of a block.
    ///
    /// - Parameters:
    ///   - target: The number of a block: 0 is the primary block, 1 the payload.
    ///   - key: The key of the sender who is named; nil where we have none, which makes the check fail. Where the block
    ///     carries a wrapped key, this is the one that unwraps it.
    /// - Returns: Who signed.
    /// - Throws: ``SecurityError/notSecured(_:)`` where nobody did, and else why a signature does not hold.
    @discardableResult
    public func verify(
        _ target: UInt64, key: (EndpointID) -> [UInt8]?
    ) throws(SecurityError) -> [EndpointID] {
        var signers: [EndpointID] = []
        for (block, security) in try securityBlocks(.integrity) {
            guard let index = security.targets.firstIndex(of: target) else { continue }
            guard security.context == SecurityBlock.contextHMAC else { throw .unknownContext(security.context) }
            guard let shared = key(security.source) else { throw .signature(target) }
            let fields = try IntegrityFields(security)
            let content = try fields.wrappedKey.map { (key) throws(SecurityError) in
                try KeyWrapping.unwrap(key, with: shared)
            }
            let messages = try PrimaryForm.allCases.prefix(target == 0 ? 2 : 1).map { (form) throws(SecurityError) in
                try signedOctets(of: target, scope: fields.scope, security: block, primaryAs: form)
            }
            guard let code = security.results[index].first(where: { $0.id == Field.code }) else {
                throw .missing("the code")
            }
            let received: [UInt8]
            do throws(BundleError) { received = try code.bytes() } catch { throw .malformed(error) }
            guard messages.contains(where: { fields.variant.isValid(received, for: $0, key: content ?? shared) }) else {
                throw .signature(target)
            }
            signers.append(security.source)
        }
        if signers.isEmpty { throw .notSecured(target) }
        return signers
    }

    /// How a signed primary block is put behind the preamble. RFC 9173, 3.7, says as it is; its own example A.3 puts it
    /// into a byte string. We sign as the example does and accept both, which cannot be mistaken for each other: one
    /// begins with the head of an array.
    private enum PrimaryForm: CaseIterable {
        case byteString
        case plain
    }

    /// What a signature covers: the preamble, and the target as a byte string.
    private func signedOctets(
        of target: UInt64, scope: SecurityScope, security: CanonicalBlock, primaryAs form: PrimaryForm = .byteString
    ) throws(SecurityError) -> [UInt8] {
        let preamble = scope.preamble(of: self, target: target, security: security)
        let data: [UInt8]
        if target == 0 {
            data = primary.encoded
            if form == .plain { return preamble + data }
        } else {
            guard let block = block(number: target) else { throw .noTarget(target) }
            data = block.data
        }
        var writer = CBORWriter(capacity: data.count + 9)
        writer.write(bytes: data)
        return preamble + writer.bytes
    }

    mutating func setCRC(_ crc: BlockCRC, of target: UInt64) {
        if target == 0 {
            primary.crc = crc
        } else if target == payloadBlock.number {
            payloadBlock.crc = crc
        } else if let index = extensions.firstIndex(where: { $0.number == target }) {
            extensions[index].crc = crc
        }
    }

    /// The security blocks of a type that can be read; those that are encrypted themselves are left out.
    func securityBlocks(
        _ type: BlockType
    ) throws(SecurityError) -> [(block: CanonicalBlock, security: SecurityBlock)] {
        let hidden = type == .integrity ? Set(try encryptionBlocks().flatMap(\.security.targets)) : []
        var found: [(CanonicalBlock, SecurityBlock)] = []
        for block in extensions where block.type == type && !hidden.contains(block.number) {
            do throws(BundleError) { found.append((block, try SecurityBlock(decoding: block.data))) } catch {
                throw .malformed(error)
            }
        }
        return found
    }

    func encryptionBlocks() throws(SecurityError) -> [(block: CanonicalBlock, security: SecurityBlock)] {
        try securityBlocks(.confidentiality)
    }
}

/// The parameters of an integrity block, with the standard's defaults for those that are missing.
private struct IntegrityFields {
    var variant = HMACVariant.sha384
    var scope = SecurityScope.all
    var wrappedKey: [UInt8]?

    init(_ security: SecurityBlock) throws(SecurityError) {
        do throws(BundleError) {
            if let item = security.parameter(Field.scope) { scope = SecurityScope(rawValue: try item.number()) }
            wrappedKey = try security.parameter(Field.wrappedKey)?.bytes()
        } catch { throw .malformed(error) }
        guard let item = security.parameter(Field.variant) else { return }
        let number: UInt64
        do throws(BundleError) { number = try item.number() } catch { throw .malformed(error) }
        guard let known = HMACVariant(rawValue: number) else { throw .unknownVariant(number) }
        variant = known
    }
}

extension HMACVariant {
    fileprivate func code(of message: [UInt8], key: [UInt8]) -> [UInt8] {
        let key = SymmetricKey(data: key)
        return switch self {
        case .sha256: Array(HMAC<SHA256>.authenticationCode(for: message, using: key))
        case .sha384: Array(HMAC<SHA384>.authenticationCode(for: message, using: key))
        case .sha512: Array(HMAC<SHA512>.authenticationCode(for: message, using: key))
        }
    }

    /// Compares in constant time.
    fileprivate func isValid(_ code: [UInt8], for message: [UInt8], key: [UInt8]) -> Bool {
        let key = SymmetricKey(data: key)
        return switch self {
        case .sha256: HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: message, using: key)
        case .sha384: HMAC<SHA384>.isValidAuthenticationCode(code, authenticating: message, using: key)
        case .sha512: HMAC<SHA512>.isValidAuthenticationCode(code, authenticating: message, using: key)
        }
    }
}
