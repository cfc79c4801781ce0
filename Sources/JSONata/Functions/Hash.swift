/// The hashes that `$hash` names, by their published definitions (RFC 1321, FIPS 180-4).
enum Hash {
    case md5, sha1, sha256, sha384, sha512

    init?(name: String) {
        switch name {
        case "MD5": self = .md5
        case "SHA-1": self = .sha1
        case "SHA-256": self = .sha256
        case "SHA-384": self = .sha384
        case "SHA-512": self = .sha512
        default: return nil
        }
    }

    func hexDigest(of bytes: [UInt8]) -> String {
        let digest: [UInt8] =
            switch self {
            case .md5: Self.md5(bytes)
            case .sha1: Self.sha1(bytes)
            case .sha256: Self.sha256(bytes)
            case .sha384: Array(Self.sha512(bytes, Self.start384).prefix(48))
            case .sha512: Self.sha512(bytes, Self.start512)
            }
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    /// The message, a one bit, zeros, and the length in bits, as whole blocks.
    private static func padded(_ bytes: [UInt8], block: Int, bigEndian: Bool) -> [UInt8] {
        var message = bytes
        message.append(0x80)
        let lengthBytes = block / 8
        while message.count % block != block - lengthBytes { message.append(0) }
        let bits = UInt64(bytes.count) * 8
        message += Array(repeating: 0, count: lengthBytes - 8)
        for shift in stride(from: 0, to: 64, by: 8) {
            message.append(UInt8(truncatingIfNeeded: bits >> UInt64(bigEndian ? 56 - shift : shift)))
        }
        return message
    }

    private static func word(_ bytes: [UInt8], _ start: Int) -> UInt32 {
        (0..<4).reduce(0) { $0 << 8 | UInt32(bytes[start + $1]) }
    }

    private static func rotated(_ value: UInt32, _ bits: UInt32) -> UInt32 { value << bits | value >> (32 - bits) }

    // MARK: MD5

    private static let md5Shifts: [UInt32] = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21]
    private static let md5Constants: [UInt32] = sineTable()

    private static func md5(_ bytes: [UInt8]) -> [UInt8] {
        var state: [UInt32] = [0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476]
        let message = padded(bytes, block: 64, bigEndian: false)
        for start in stride(from: 0, to: message.count, by: 64) {
            let words = (0..<16).map { word(message, start + 4 * $0).byteSwapped }
            var (a, b, c, d) = (state[0], state[1], state[2], state[3])
            for round in 0..<64 {
                let (mixed, index): (UInt32, Int) =
                    switch round / 16 {
                    case 0: ((b & c) | (~b & d), round)
                    case 1: ((d & b) | (~d & c), (5 * round + 1) % 16)
                    case 2: (b ^ c ^ d, (3 * round + 5) % 16)
                    default: (c ^ (b | ~d), 7 * round % 16)
                    }
                let sum = a &+ mixed &+ md5Constants[round] &+ words[index]
                (a, d, c) = (d, c, b)
                b = b &+ rotated(sum, md5Shifts[round / 16 * 4 + round % 4])
            }
            for (index, value) in [a, b, c, d].enumerated() { state[index] &+= value }
        }
        return state.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * UInt32($0))) } }
    }

    /// ⌊2³² · |sin(i)|⌋ for i from 1 to 64, by the series of the sine.
    private static func sineTable() -> [UInt32] {
        (1...64).map { index in
            let turns = (Double(index) / (2 * Double.pi)).rounded()
            let angle = Double(index) - turns * 2 * Double.pi
            var term = angle
            var sum = angle
            for step in 1...15 {
                term *= -angle * angle / Double(2 * step * (2 * step + 1))
                sum += term
            }
            return UInt32(4_294_967_296 * sum.magnitude)
        }
    }

    // MARK: SHA-1

    private static func sha1(_ bytes: [UInt8]) -> [UInt8] {
        var state: [UInt32] = [0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476, 0xC3D2_E1F0]
        let message = padded(bytes, block: 64, bigEndian: true)
        for start in stride(from: 0, to: message.count, by: 64) {
            var words = (0..<16).map { word(message, start + 4 * $0) }
            for index in 16..<80 {
                words.append(rotated(words[index - 3] ^ words[index - 8] ^ words[index - 14] ^ words[index - 16], 1))
            }
            var (a, b, c, d, e) = (state[0], state[1], state[2], state[3], state[4])
            for round in 0..<80 {
                let (mixed, constant): (UInt32, UInt32) =
                    switch round / 20 {
                    case 0: ((b & c) | (~b & d), 0x5A82_7999)
                    case 1: (b ^ c ^ d, 0x6ED9_EBA1)
                    case 2: ((b & c) | (b & d) | (c & d), 0x8F1B_BCDC)
                    default: (b ^ c ^ d, 0xCA62_C1D6)
                    }
                let next = rotated(a, 5) &+ mixed &+ e &+ constant &+ words[round]
                (e, d, c, b, a) = (d, c, rotated(b, 30), a, next)
            }
            for (index, value) in [a, b, c, d, e].enumerated() { state[index] &+= value }
        }
        return bigEndianBytes(state)
    }

    private static func bigEndianBytes<Word: FixedWidthInteger>(_ words: [Word]) -> [UInt8] {
        words.flatMap { word in
            stride(from: Word.bitWidth - 8, through: 0, by: -8).map { UInt8(truncatingIfNeeded: word >> Word($0)) }
        }
    }

    // MARK: SHA-2

    private static let primes: [UInt64] = {
        var primes: [UInt64] = []
        var candidate: UInt64 = 2
        while primes.count < 80 {
            if primes.allSatisfy({ candidate % $0 != 0 }) { primes.append(candidate) }
            candidate += 1
        }
        return primes
    }()

    /// The first 64 bits of the fraction of the cube or square root, found bit by bit in whole numbers.
    private static func rootFraction(of prime: UInt64, cube: Bool) -> UInt64 {
        // The root times 2⁶⁴ is sought: r³ ≤ p · 2¹⁹² or r² ≤ p · 2¹²⁸.
        var root: [UInt32] = [0, 0, 0]
        for bit in stride(from: 69, through: 0, by: -1) {
            var trial = root
            trial[bit / 32] |= 1 << UInt32(bit % 32)
            var power = multiply(trial, trial)
            if cube { power = multiply(power, trial) }
            let shift = cube ? 6 : 4
            var bound = Array(repeating: UInt32(0), count: shift) + [UInt32(prime)]
            while bound.count < power.count { bound.append(0) }
            while power.count < bound.count { power.append(0) }
            if !isGreater(power, bound) { root = trial }
        }
        return UInt64(root[1]) << 32 | UInt64(root[0])
    }

    private static func multiply(_ left: [UInt32], _ right: [UInt32]) -> [UInt32] {
        var result = Array(repeating: UInt32(0), count: left.count + right.count)
        for (i, l) in left.enumerated() {
            var carry: UInt64 = 0
            for (j, r) in right.enumerated() {
                let sum = UInt64(l) * UInt64(r) + UInt64(result[i + j]) + carry
                result[i + j] = UInt32(truncatingIfNeeded: sum)
                carry = sum >> 32
            }
            result[i + right.count] = UInt32(truncatingIfNeeded: carry)
        }
        return result
    }

    private static func isGreater(_ left: [UInt32], _ right: [UInt32]) -> Bool {
        for (l, r) in zip(left.reversed(), right.reversed()) where l != r { return l > r }
        return false
    }

    private static let constants512 = primes.map { rootFraction(of: $0, cube: true) }
    private static let constants256 = constants512.prefix(64).map { UInt32($0 >> 32) }
    private static let start512 = primes.prefix(8).map { rootFraction(of: $0, cube: false) }
    private static let start384 = primes[8..<16].map { rootFraction(of: $0, cube: false) }

    private static func sha256(_ bytes: [UInt8]) -> [UInt8] {
        func right(_ value: UInt32, _ bits: UInt32) -> UInt32 { value >> bits | value << (32 - bits) }
        var state = start512.map { UInt32($0 >> 32) }
        let message = padded(bytes, block: 64, bigEndian: true)
        for start in stride(from: 0, to: message.count, by: 64) {
            var w = (0..<16).map { word(message, start + 4 * $0) }
            for i in 16..<64 {
                let s0 = right(w[i - 15], 7) ^ right(w[i - 15], 18) ^ (w[i - 15] >> 3)
                let s1 = right(w[i - 2], 17) ^ right(w[i - 2], 19) ^ (w[i - 2] >> 10)
                w.append(w[i - 16] &+ s0 &+ w[i - 7] &+ s1)
            }
            var v = state
            for i in 0..<64 {
                let s1 = right(v[4], 6) ^ right(v[4], 11) ^ right(v[4], 25)
                let choice = (v[4] & v[5]) ^ (~v[4] & v[6])
                let first = v[7] &+ s1 &+ choice &+ constants256[i] &+ w[i]
                let s0 = right(v[0], 2) ^ right(v[0], 13) ^ right(v[0], 22)
                let majority = (v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2])
                v = [first &+ s0 &+ majority, v[0], v[1], v[2], v[3] &+ first, v[4], v[5], v[6]]
            }
            for i in 0..<8 { state[i] &+= v[i] }
        }
        return bigEndianBytes(state)
    }

    private static func sha512(_ bytes: [UInt8], _ initial: [UInt64]) -> [UInt8] {
        func right(_ value: UInt64, _ bits: UInt64) -> UInt64 { value >> bits | value << (64 - bits) }
        var state = initial
        let message = padded(bytes, block: 128, bigEndian: true)
        for start in stride(from: 0, to: message.count, by: 128) {
            var w = (0..<16).map { index in
                UInt64(word(message, start + 8 * index)) << 32 | UInt64(word(message, start + 8 * index + 4))
            }
            for i in 16..<80 {
                let s0 = right(w[i - 15], 1) ^ right(w[i - 15], 8) ^ (w[i - 15] >> 7)
                let s1 = right(w[i - 2], 19) ^ right(w[i - 2], 61) ^ (w[i - 2] >> 6)
                w.append(w[i - 16] &+ s0 &+ w[i - 7] &+ s1)
            }
            var v = state
            for i in 0..<80 {
                let s1 = right(v[4], 14) ^ right(v[4], 18) ^ right(v[4], 41)
                let choice = (v[4] & v[5]) ^ (~v[4] & v[6])
                let first = v[7] &+ s1 &+ choice &+ constants512[i] &+ w[i]
                let s0 = right(v[0], 28) ^ right(v[0], 34) ^ right(v[0], 39)
                let majority = (v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2])
                v = [first &+ s0 &+ majority, v[0], v[1], v[2], v[3] &+ first, v[4], v[5], v[6]]
            }
            for i in 0..<8 { state[i] &+= v[i] }
        }
        return bigEndianBytes(state)
    }
}
