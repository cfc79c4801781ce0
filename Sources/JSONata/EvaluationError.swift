public import FlowJSON

/// What is wrong with an expression, or what went wrong while it was evaluated, in the words of jsonata-js.
public struct EvaluationError: Error, Sendable {
    private final class Storage: Sendable {
        let code: String
        let position: Int?
        let token: String?
        let value: JSON?
        let details: [(name: String, value: JSON)]
        let text: String?

        init(
            code: String,
            position: Int?,
            token: String?,
            value: JSON?,
            details: [(name: String, value: JSON)],
            text: String?
        ) {
            self.code = code
            self.position = position
            self.token = token
            self.value = value
            self.details = details
            self.text = text
        }
    }

    private var storage: Storage

    init(
        _ code: String,
        position: Int? = nil,
        token: String? = nil,
        value: JSON? = nil,
        details: [(name: String, value: JSON)] = [],
        text: String? = nil
    ) {
        storage = Storage(
            code: code,
            position: position,
            token: token,
            value: value.flatMap { $0.isWritable ? $0 : nil },
            details: details.filter { $0.value.isWritable },
            text: text
        )
    }

    /// The code of jsonata-js, such as `T2001`.
    public var code: String { storage.code }
    /// Where in the expression: the offset in bytes of UTF-8 behind the token that failed.
    public var position: Int? { storage.position }
    /// The operator, function or other word that failed.
    public var token: String? { storage.token }
    /// The value that did not fit.
    public var value: JSON? { storage.value }

    /// The sentence of jsonata-js with names and values filled in, without the code.
    public var message: String {
        if let text = storage.text { return text }
        var names = storage.details
        if let token { names.append(("token", .string(token))) }
        if let value { names.append(("value", value)) }
        return ErrorMessage.fill(ErrorMessage.template(of: code), with: names)
    }

    /// Whether the expression's result is a function, which is no JSON.
    public var isFunctionResult: Bool { code == Self.functionResult.code }

    static let functionResult = EvaluationError("FUNCTION", text: "The result is a function.")

    /// The same error with the place and the word where they are not known yet.
    func located(position: Int?, token: String?) -> EvaluationError {
        guard (storage.position == nil && position != nil) || (storage.token == nil && token != nil) else {
            return self
        }
        return EvaluationError(
            code,
            position: storage.position ?? position,
            token: storage.token ?? token,
            value: value,
            details: storage.details,
            text: storage.text
        )
    }

    /// The same error with half surrogates as they may be shown.
    func replacing(_ half: LoneSurrogate) -> EvaluationError {
        EvaluationError(
            code,
            position: storage.position,
            token: storage.token.map { half.replaced(in: $0) },
            value: storage.value.map { half.replaced(in: $0) },
            details: storage.details.map { ($0.name, half.replaced(in: $0.value)) },
            text: storage.text.map { half.replaced(in: $0) }
        )
    }
}
