import FlowJSON

/// `$base64encode`, `$base64decode`, `$encodeUrl…`, `$decodeUrl…`
extension Evaluator {
    func callEncoding(_ builtin: Builtin, _ arguments: [Value]) throws(EvaluationError) -> Value {
        guard let text = arguments.text(0) else { return .undefined }
        func malformed() -> EvaluationError {
            EvaluationError("D3140", value: .string(text), details: [("functionName", .string(builtin.name))])
        }
        if builtin == .encodeUrl || builtin == .encodeUrlComponent, program.loneSurrogate?.isIn(text) == true {
            throw malformed()
        }
        try chargeSteps(text.utf8.count >> 3)
        switch builtin {
        case .base64encode: return .string(Base64.encode(Self.latin1(text)))
        case .base64decode: return .string(Self.text(latin1: Base64.decode(text)))
        case .encodeUrlComponent: return .string(Self.percentEncoded(text, keeping: ""))
        case .encodeUrl: return .string(Self.percentEncoded(text, keeping: ";/?:@&=+$,#"))
        default:
            let reserved = builtin == .decodeUrl ? ";/?:@&=+$,#" : ""
            guard let decoded = Self.percentDecoded(text, keeping: reserved) else { throw malformed() }
            return .string(decoded)
        }
    }

    /// One byte a UTF-16 unit, as jsonata-js takes a text for bytes.
    private static func latin1(_ text: String) -> [UInt8] { text.utf16.map { UInt8(truncatingIfNeeded: $0) } }

    /// The text whose UTF-16 units are the bytes.
    private static func text(latin1 bytes: [UInt8]) -> String {
        String(unsafeUninitializedCapacity: 2 * bytes.count) { target in
            var count = 0
            for byte in bytes {
                if byte < 0x80 {
                    target[count] = byte
                    count += 1
                } else {
                    target[count] = 0xC0 | byte >> 6
                    target[count + 1] = 0x80 | byte & 0x3F
                    count += 2
                }
            }
            return count
        }
    }

    private static func percentEncoded(_ text: String, keeping reserved: String) -> String {
        var isKept = [Bool](repeating: false, count: 256)
        for byte in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.!~*'()".utf8 {
            isKept[Int(byte)] = true
        }
        for byte in reserved.utf8 { isKept[Int(byte)] = true }
        let digits = Array("0123456789ABCDEF".utf8)
        return String(unsafeUninitializedCapacity: 3 * text.utf8.count) { target in
            var count = 0
            for byte in text.utf8 {
                if isKept[Int(byte)] {
                    target[count] = byte
                    count += 1
                } else {
                    target[count] = UInt8(ascii: "%")
                    target[count + 1] = digits[Int(byte >> 4)]
                    target[count + 2] = digits[Int(byte & 15)]
                    count += 3
                }
            }
            return count
        }
    }

    private static func percentDecoded(_ text: String, keeping reserved: String) -> String? {
        let kept = Set(reserved.utf8)
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var position = 0
        while position < bytes.count {
            guard bytes[position] == UInt8(ascii: "%") else {
                result.append(bytes[position])
                position += 1
                continue
            }
            guard position + 2 < bytes.count,
                let high = Character(Unicode.Scalar(bytes[position + 1])).hexDigitValue,
                let low = Character(Unicode.Scalar(bytes[position + 2])).hexDigitValue
            else { return nil }
            let byte = UInt8(high << 4 | low)
            if kept.contains(byte) { result += bytes[position...position + 2] } else { result.append(byte) }
            position += 3
        }
        return String(validating: result, as: UTF8.self)
    }
}

/// Base64 with padding.
enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    static func encode(_ bytes: [UInt8]) -> String {
        var result: [UInt8] = []
        result.reserveCapacity((bytes.count + 2) / 3 * 4)
        var position = 0
        while position < bytes.count {
            let count = min(3, bytes.count - position)
            var group: UInt32 = 0
            for offset in 0..<3 { group = group << 8 | (offset < count ? UInt32(bytes[position + offset]) : 0) }
            for digit in 0..<4 {
                result.append(
                    digit <= count ? alphabet[Int(group >> (18 - 6 * UInt32(digit)) & 63)] : UInt8(ascii: "=")
                )
            }
            position += 3
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// The bytes; what is no digit is passed over, as Node does.
    static func decode(_ text: String) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(text.utf8.count / 4 * 3)
        var group: UInt32 = 0
        var bits = 0
        for byte in text.utf8 {
            let digit: UInt8
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): digit = byte - UInt8(ascii: "A")
            case UInt8(ascii: "a")...UInt8(ascii: "z"): digit = byte - UInt8(ascii: "a") + 26
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0") + 52
            case UInt8(ascii: "+"), UInt8(ascii: "-"): digit = 62
            case UInt8(ascii: "/"), UInt8(ascii: "_"): digit = 63
            case UInt8(ascii: "="): return result
            default: continue
            }
            group = (group << 6 | UInt32(digit)) & 0xFFFFFF
            bits += 6
            if bits >= 8 {
                bits -= 8
                result.append(UInt8(truncatingIfNeeded: group >> UInt32(bits)))
            }
        }
        return result
    }
}
