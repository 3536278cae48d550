internal import Crypto

/// The numbers of parameters and results of BCB-AES-GCM (RFC 9173, 4.3 and 4.4), and of the cipher's variants.
private enum Field {
    static let iv: UInt64 = 1
    static let variant: UInt64 = 2
    static let wrappedKey: UInt64 = 3
    static let scope: UInt64 = 4
    static let tag: UInt64 = 1

    static let aes128: UInt64 = 1
    static let aes256: UInt64 = 3
    static let tagLength = 16
}

extension Bundle {
    /// Encrypts a block with BCB-AES-GCM: adds a confidentiality block with this one target, since a block has one
    /// initialization vector, and two plaintexts under one vector betray each other. The target loses its CRC.
    ///
    /// A signature of the target has to be encrypted too, each with a vector of its own.
    ///
    /// - Parameters:
    ///   - target: The number of a block; 1 is the payload.
    ///   - key: 16 or 32 octets.
    ///   - iv: 12 octets that were never used with this key before.
    ///   - source: Who encrypts.
    ///   - blockNumber: The number of the new block; by default the smallest that is free.
    public mutating func encrypt(
        _ target: UInt64, key: SecurityKey, iv: [UInt8], source: EndpointID, scope: SecurityScope = .all,
        blockNumber: UInt64? = nil
    ) throws(SecurityError) {
        let content = key.content
        guard KeyWrapping.isAESKey(content) else { throw .keyLength(content.count) }
        guard (12...16).contains(iv.count) else { throw .ivLength(iv.count) }
        guard target != 0 else { throw .forbiddenTarget(0) }
        guard let plain = block(number: target) else { throw .noTarget(target) }
        if plain.type == .confidentiality { throw .forbiddenTarget(target) }
        if try encryptionBlocks().contains(where: { $0.security.targets.contains(target) }) {
            throw .alreadyEncrypted(target)
        }
        var block = CanonicalBlock(
            type: .confidentiality, number: blockNumber ?? freeBlockNumber,
            // A fragment without the block could not be decrypted.
            flags: target == payloadBlock.number ? .replicate : [], data: [])
        var parameters = [
            SecurityBlock.Item(id: Field.iv, bytes: iv),
            .init(id: Field.variant, number: content.count == 16 ? Field.aes128 : Field.aes256),
        ]
        if case .wrapped(_, let wrapping) = key {
            parameters.append(.init(id: Field.wrappedKey, bytes: try KeyWrapping.wrap(content, with: wrapping)))
        }
        parameters.append(.init(id: Field.scope, number: scope.rawValue))
        let preamble = scope.preamble(of: self, target: target, security: block)
        let sealed: (text: [UInt8], tag: [UInt8])
        do {
            let box = try AES.GCM.seal(
                plain.data, using: SymmetricKey(data: content), nonce: AES.GCM.Nonce(data: iv),
                authenticating: preamble)
            sealed = (Array(box.ciphertext), Array(box.tag))
        } catch { throw .cipher }
        block.data =
            SecurityBlock(
                targets: [target], context: SecurityBlock.contextAESGCM, source: source, parameters: parameters,
                results: [[.init(id: Field.tag, bytes: sealed.tag)]]
            ).encoded
        replaceData(of: target, with: sealed.text)
        setCRC(.none, of: target)
        extensions.insert(block, at: 0)
    }

    /// Decrypts everything that is encrypted for us, and takes the confidentiality blocks out. To be done before
    /// signatures are checked.
    ///
    /// A payload that cannot be decrypted makes the bundle worthless; another block is then better left out.
    ///
    /// - Parameter key: The key for the sender who is named; nil where we have none: such blocks stay as they are.
    ///   Where the block carries a wrapped key, this is the one that unwraps it.
    /// - Returns: The numbers of the blocks that can be read now.
    /// - Throws: Why a block cannot be decrypted; the bundle is then as it was.
    @discardableResult
    public mutating func decrypt(key: (EndpointID) -> [UInt8]?) throws(SecurityError) -> [UInt64] {
        var opened = self
        var readable: [UInt64] = []
        for (block, security) in try encryptionBlocks() {
            guard security.context == SecurityBlock.contextAESGCM else { throw .unknownContext(security.context) }
            guard let shared = key(security.source) else { continue }
            let fields = try ConfidentialityFields(security)
            let wrapped = try fields.wrappedKey.map { (key) throws(SecurityError) in
                try KeyWrapping.unwrap(key, with: shared)
            }
            let content = wrapped ?? shared
            guard content.count == fields.keyLength else { throw .keyLength(content.count) }
            for (index, target) in security.targets.enumerated() {
                guard let encrypted = self.block(number: target), target != 0 else { throw .noTarget(target) }
                var text = encrypted.data
                var tag: [UInt8]
                if let item = security.results[index].first(where: { $0.id == Field.tag }) {
                    do throws(BundleError) { tag = try item.bytes() } catch { throw .malformed(error) }
                } else {
                    tag = Array(text.suffix(Field.tagLength))
                    text.removeLast(tag.count)
                }
                guard tag.count == Field.tagLength else { throw .decryption(target) }
                let preamble = fields.scope.preamble(of: self, target: target, security: block)
                do {
                    let box = try AES.GCM.SealedBox(
                        nonce: AES.GCM.Nonce(data: fields.iv), ciphertext: text, tag: tag)
                    let plain = try AES.GCM.open(box, using: SymmetricKey(data: content), authenticating: preamble)
                    opened.replaceData(of: target, with: Array(plain))
                } catch { throw .decryption(target) }
                readable.append(target)
            }
            opened.extensions.removeAll { $0.number == block.number }
        }
        self = opened
        return readable
    }

    private mutating func replaceData(of target: UInt64, with data: [UInt8]) {
        if target == payloadBlock.number {
            payloadBlock.data = data
        } else if let index = extensions.firstIndex(where: { $0.number == target }) {
            extensions[index].data = data
        }
    }
}

/// The parameters of a confidentiality block, with the standard's defaults for those that are missing.
private struct ConfidentialityFields {
    var iv: [UInt8]
    var keyLength = 32
    var wrappedKey: [UInt8]?
    var scope = SecurityScope.all

    init(_ security: SecurityBlock) throws(SecurityError) {
        guard let ivItem = security.parameter(Field.iv) else { throw .missing("the initialization vector") }
        var variant = Field.aes256
        do throws(BundleError) {
            iv = try ivItem.bytes()
            if let item = security.parameter(Field.variant) { variant = try item.number() }
            wrappedKey = try security.parameter(Field.wrappedKey)?.bytes()
            if let item = security.parameter(Field.scope) { scope = SecurityScope(rawValue: try item.number()) }
        } catch { throw .malformed(error) }
        guard (12...16).contains(iv.count) else { throw .ivLength(iv.count) }
        switch variant {
        case Field.aes128: keyLength = 16
        case Field.aes256: keyLength = 32
        default: throw .unknownVariant(variant)
        }
    }
}
