internal import Crypto

/// AES key wrap (RFC 3394).
enum KeyWrapping {
    static func wrap(_ key: [UInt8], with wrapping: [UInt8]) throws(SecurityError) -> [UInt8] {
        guard isAESKey(wrapping) else { throw .keyLength(wrapping.count) }
        do {
            return Array(try AES.KeyWrap.wrap(SymmetricKey(data: key), using: SymmetricKey(data: wrapping)))
        } catch { throw .cipher }
    }

    static func unwrap(_ wrapped: [UInt8], with wrapping: [UInt8]) throws(SecurityError) -> [UInt8] {
        guard isAESKey(wrapping) else { throw .keyLength(wrapping.count) }
        // Two to eight blocks of a key and one that proves it.
        guard (24...72).contains(wrapped.count), wrapped.count.isMultiple(of: 8) else { throw .keyUnwrapping }
        do {
            let key = try AES.KeyWrap.unwrap(wrapped, using: SymmetricKey(data: wrapping))
            return unsafe key.withUnsafeBytes { buffer in unsafe Array(buffer) }
        } catch { throw .keyUnwrapping }
    }

    static func isAESKey(_ key: [UInt8]) -> Bool { key.count == 16 || key.count == 32 }
}
