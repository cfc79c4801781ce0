import FlowDiagnostics
import FlowJSON
import JSONata

extension IntrinsicFunction {
    /// The template with every `{}` replaced; `\{`, `\}`, `\'` and `\\` stand for the character itself.
    func format(_ given: IntrinsicArguments) throws(TaskFailure) -> JSON {
        let template = Array(try given.string(0).utf8)
        var text: [UInt8] = []
        var next = 1
        var position = 0
        while position < template.count {
            let byte = template[position]
            position += 1
            let following = position < template.count ? template[position] : nil
            switch (byte, following) {
            case (UInt8(ascii: "\\"), let escaped?) where "'{}\\".utf8.contains(escaped):
                text.append(escaped)
                position += 1
            case (UInt8(ascii: "{"), UInt8(ascii: "}")):
                guard next < given.values.count else { throw placeholders(given) }
                text += given.values[next].textInFormat.utf8
                next += 1
                position += 1
            default: text.append(byte)
            }
        }
        guard next == given.values.count else { throw placeholders(given) }
        return .string(String(decoding: text, as: UTF8.self))
    }

    private func placeholders(_ given: IntrinsicArguments) -> TaskFailure {
        .intrinsic("The template's {} should be as many as the \(given.values.count - 1) arguments after it.")
    }

    func stringToJSON(_ given: IntrinsicArguments) throws(TaskFailure) -> JSON {
        let text = try given.string(0)
        if text.utf8.allSatisfy({ $0 == 0x20 || 0x09...0x0D ~= $0 }) { return .null }
        do throws(Diagnostic) {
            return try JSON(parsing: text)
        } catch {
            throw .intrinsic("The string is no JSON: \(error.message)")
        }
    }

    func stringSplit(_ given: IntrinsicArguments) throws(TaskFailure) -> JSON {
        let delimiters = Set(try given.string(1).unicodeScalars)
        let parts = try given.string(0).unicodeScalars.split { delimiters.contains($0) }
        return .array(parts.map { .string(String($0)) })
    }

    func base64Decode(_ given: IntrinsicArguments) throws(TaskFailure) -> JSON {
        guard let bytes = Base64.decode(Array(try given.shortString(0).utf8)) else {
            throw .intrinsic("The string is no Base64.")
        }
        return .string(String(decoding: bytes, as: UTF8.self))
    }

    func hash(_ given: IntrinsicArguments) throws(TaskFailure) -> JSON {
        let name = try given.string(1)
        guard let digest = MessageDigest(rawValue: name) else {
            let known = MessageDigest.allCases.map(\.rawValue).inWords
            throw .intrinsic("There is no hash algorithm \"\(name)\"; there are \(known).")
        }
        let text = given.values[0].stringValue ?? given.values[0].text
        try given.checkLength(text)
        return .string(digest.hexadecimal(of: Array(text.utf8)))
    }

    func jsonMerge(_ given: IntrinsicArguments) throws(TaskFailure) -> JSON {
        guard case .bool(let deep) = given.values[2] else {
            throw .intrinsic("Argument 3 of \(rawValue) should be false but is \(given.values[2].kindInWords).")
        }
        guard !deep else { throw .intrinsic("Deep merging is not supported; argument 3 should be false.") }
        var object = try given.object(0)
        for (key, value) in try given.object(1) { object[key] = value }
        return .object(object)
    }
}

extension JSON {
    /// The value as `States.Format` prints it: strings bare, objects and arrays as Java prints its maps and lists.
    fileprivate var textInFormat: String {
        switch self {
        case .string(let text): text
        case .array(let elements): "[" + elements.map(\.textInFormat).joined(separator: ", ") + "]"
        case .object(let object):
            "{" + object.map { "\($0.key)=\($0.value.textInFormat)" }.joined(separator: ", ") + "}"
        case .null, .bool, .integer, .double: text
        }
    }
}
