import COpenSSL

/// The SHA-256 of bytes that come one after another.
///
/// It is the OpenSSL that libcurl brings along. A copy goes its own way from where it was made.
struct SHA256: Sendable {
    /// How many bytes a digest has.
    static let sizeInBytes = 32

    private var state = State()

    /// Takes the next bytes.
    mutating func update(_ bytes: UnsafeRawBufferPointer) {
        if !isKnownUniquelyReferenced(&state) { state = State(copying: state) }
        state.update(bytes)
    }

    /// The digest of all bytes so far; more can be added after it.
    var digest: [UInt8] { State(copying: state).finish() }

    /// The digest of bytes that are there at once.
    static func digest(of bytes: UnsafeRawBufferPointer) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: sizeInBytes) { digest, count in
            require(EVP_Digest(bytes.baseAddress, bytes.count, digest.baseAddress, nil, EVP_sha256(), nil) == 1)
            count = sizeInBytes
        }
    }

    /// The code that proves that who sends `text` knows `key` (HMAC, RFC 2104).
    static func authenticationCode(of text: [UInt8], key: [UInt8]) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: sizeInBytes) { code, count in
            let made = HMAC(EVP_sha256(), key, Int32(key.count), text, text.count, code.baseAddress, nil)
            require(made != nil)
            count = sizeInBytes
        }
    }

    /// OpenSSL fails here only without memory.
    private static func require(_ isDone: Bool) {
        precondition(isDone, "OpenSSL could not work out a SHA-256")
    }

    /// OpenSSL's state; it is unchecked, as it is changed only while a single value holds it.
    private final class State: @unchecked Sendable {
        private let context: OpaquePointer

        init() {
            context = Self.makeContext()
            require(EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1)
        }

        init(copying other: State) {
            context = Self.makeContext()
            require(EVP_MD_CTX_copy_ex(context, other.context) == 1)
        }

        deinit { EVP_MD_CTX_free(context) }

        func update(_ bytes: UnsafeRawBufferPointer) {
            require(EVP_DigestUpdate(context, bytes.baseAddress, bytes.count) == 1)
        }

        func finish() -> [UInt8] {
            [UInt8](unsafeUninitializedCapacity: sizeInBytes) { digest, count in
                require(EVP_DigestFinal_ex(context, digest.baseAddress, nil) == 1)
                count = sizeInBytes
            }
        }

        private static func makeContext() -> OpaquePointer {
            guard let context = EVP_MD_CTX_new() else { preconditionFailure("there is no memory for a SHA-256") }
            return context
        }
    }
}

extension Sequence<UInt8> {
    /// Two lower-case hex digits a byte.
    var hexText: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}

/// The SHA-256 of bytes in lower-case hex.
package func sha256Hex(_ bytes: [UInt8]) -> String { bytes.withUnsafeBytes { sha256Hex($0) } }

/// The SHA-256 of bytes in lower-case hex.
func sha256Hex(_ bytes: UnsafeRawBufferPointer) -> String { SHA256.digest(of: bytes).hexText }
