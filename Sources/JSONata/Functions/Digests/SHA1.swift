/// SHA-1 (FIPS 180-4).
enum SHA1 {
    static func digest(of message: [UInt8]) -> [UInt8] {
        let bytes = MessageDigest.padded(message, block: 64)
        var state: [UInt32] = [0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476, 0xC3D2_E1F0]
        for block in stride(from: 0, to: bytes.count, by: 64) {
            var words = (0..<16).map { UInt32(bigEndian: bytes, at: block + 4 * $0) }
            for index in 16..<80 {
                let word = words[index - 3] ^ words[index - 8] ^ words[index - 14] ^ words[index - 16]
                words.append(word.rotated(left: 1))
            }
            mix(words, into: &state)
        }
        return state.flatMap(\.bigEndianBytes)
    }

    private static func mix(_ words: [UInt32], into state: inout [UInt32]) {
        var (a, b, c, d, e) = (state[0], state[1], state[2], state[3], state[4])
        for round in 0..<80 {
            let (mixed, constant): (UInt32, UInt32) =
                switch round / 20 {
                case 0: (b & c | ~b & d, 0x5A82_7999)
                case 1: (b ^ c ^ d, 0x6ED9_EBA1)
                case 2: (b & c | b & d | c & d, 0x8F1B_BCDC)
                default: (b ^ c ^ d, 0xCA62_C1D6)
                }
            let sum = a.rotated(left: 5) &+ mixed &+ e &+ constant &+ words[round]
            (e, d, c, b, a) = (d, c, b.rotated(left: 30), a, sum)
        }
        state = [state[0] &+ a, state[1] &+ b, state[2] &+ c, state[3] &+ d, state[4] &+ e]
    }
}
