import FlowJSON

/// The values that an intrinsic function is given, taken out by type.
struct IntrinsicArguments {
    let values: [JSON]
    let function: IntrinsicFunction

    /// The most characters that hashing and Base64 take.
    static let lengthLimit = 10_000

    func array(_ index: Int) throws(TaskFailure) -> [JSON] {
        guard let array = values[index].arrayValue else { throw mismatch(index, "an array") }
        return array
    }

    func object(_ index: Int) throws(TaskFailure) -> JSONObject {
        guard let object = values[index].objectValue else { throw mismatch(index, "an object") }
        return object
    }

    func string(_ index: Int) throws(TaskFailure) -> String {
        guard let string = values[index].stringValue else { throw mismatch(index, "a string") }
        return string
    }

    func shortString(_ index: Int) throws(TaskFailure) -> String {
        let string = try string(index)
        try checkLength(string)
        return string
    }

    func checkLength(_ text: String) throws(TaskFailure) {
        // A text never has more characters than bytes.
        guard text.utf8.count > Self.lengthLimit, text.utf16.count > Self.lengthLimit else { return }
        throw .intrinsic("\(function.rawValue) takes at most \(Self.lengthLimit) characters.")
    }

    /// A number without its fraction: halves go up, so that -2.5 is -2.
    func integer(_ index: Int) throws(TaskFailure) -> Int64 {
        guard let number = values[index].doubleValue else { throw mismatch(index, "a number") }
        if case .integer(let integer) = values[index] { return integer }
        guard let integer = Int64(exactly: (number + 0.5).rounded(.down)) else {
            throw mismatch(index, "a number of at most 64 bits")
        }
        return integer
    }

    private func mismatch(_ index: Int, _ expected: String) -> TaskFailure {
        .intrinsic(
            "Argument \(index + 1) of \(function.rawValue) should be \(expected) but is \(values[index].kindInWords)."
        )
    }
}
