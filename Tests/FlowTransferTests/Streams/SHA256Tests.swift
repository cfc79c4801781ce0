import Testing

@testable import FlowTransfer

@Suite("SHA-256")
struct SHA256Tests {
    // FIPS 180-4's examples, and the digest of no bytes.
    @Test(
        "is that of the standard, in one go and in parts of any size",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
            (
                String(repeating: "a", count: 1_000_000),
                "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
            ),
        ]
    )
    func standard(text: String, expected: String) {
        let bytes = Array(text.utf8)
        #expect(sha256Hex(bytes) == expected)
        for size in [1, 63, 64, 65, 4096] where bytes.count / size < 100_000 {
            var whole = SHA256()
            for start in stride(from: 0, to: bytes.count, by: size) {
                bytes[start..<min(start + size, bytes.count)].withUnsafeBytes { whole.update($0) }
            }
            #expect(whole.digest.hexText == expected)
        }
    }

    @Test("of a copy goes its own way, and tells what came so far")
    func copies() {
        var first = SHA256()
        Array("ab".utf8).withUnsafeBytes { first.update($0) }
        var second = first
        Array("c".utf8).withUnsafeBytes { second.update($0) }
        #expect(first.digest.hexText == sha256Hex(Array("ab".utf8)))
        #expect(second.digest.hexText == sha256Hex(Array("abc".utf8)))
        Array("c".utf8).withUnsafeBytes { first.update($0) }
        #expect(first.digest == second.digest)
    }

    // RFC 4231, cases 1, 2 and 6; the last key is longer than a block.
    @Test(
        "proves who sends a text",
        arguments: [
            (
                [UInt8](repeating: 0x0b, count: 20), "Hi There",
                "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
            ),
            (
                Array("Jefe".utf8), "what do ya want for nothing?",
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
            ),
            (
                [UInt8](repeating: 0xaa, count: 131), "Test Using Larger Than Block-Size Key - Hash Key First",
                "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
            ),
        ]
    )
    func authentication(key: [UInt8], text: String, expected: String) {
        #expect(SHA256.authenticationCode(of: Array(text.utf8), key: key).hexText == expected)
    }
}
