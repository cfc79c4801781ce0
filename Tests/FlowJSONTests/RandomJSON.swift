import FlowJSON

/// A generator whose numbers are the same in every run (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}

extension JSON {
    static func random(depth: Int, using generator: inout SeededGenerator) -> JSON {
        switch Int.random(in: 0..<(depth > 0 ? 9 : 6), using: &generator) {
        case 0: return .null
        case 1: return .bool(.random(using: &generator))
        case 2:
            return .integer(Int64(truncatingIfNeeded: generator.next()) >> Int64.random(in: 0..<64, using: &generator))
        case 3:
            let double = Double(bitPattern: generator.next())
            return .double(double.isFinite ? double : 0.5)
        case 4: return .double(Double(Int.random(in: -1_000_000...1_000_000, using: &generator)) / 1000)
        case 5: return .string(randomText(using: &generator))
        case 6:
            let count = Int.random(in: 0..<6, using: &generator)
            return .array((0..<count).map { _ in random(depth: depth - 1, using: &generator) })
        default:
            var object = JSONObject()
            for _ in 0..<Int.random(in: 0..<14, using: &generator) {
                object[randomText(using: &generator)] = random(depth: depth - 1, using: &generator)
            }
            return .object(object)
        }
    }

    static func randomText(using generator: inout SeededGenerator) -> String {
        let alphabets: [[Unicode.Scalar]] = [
            ["a", "b"], ["\"", "\\", "/", "\n", "\u{0}", "\u{1f}", "x"],
            ["é", "日", "😀", "e", "\u{301}", "\u{7f}", "\u{2028}"],
        ]
        var text = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0..<(generator.next() % 4 == 0 ? 40 : 4), using: &generator) {
            text.append((alphabets.randomElement(using: &generator) ?? []).randomElement(using: &generator) ?? "?")
        }
        return String(text)
    }
}
