import FlowDiagnostics
import FlowJSON
import StatesLanguage

/// Judges a definition without making anything of it.
struct ValidateStateMachineDefinition: Operation {
    static let members: [Member] = [
        .required("definition", .text(0...1_048_576, isSensitive: true)), .optional("type", .stateMachineType),
        .optional("severity", .choice(["ERROR", "WARNING"])), .optional("maxResults", .integer(0...100)),
    ]

    let definition: String
    let type: StateMachineType
    let wantsWarnings: Bool
    let limit: Int

    init(_ input: Input) {
        definition = input.text("definition")
        type = input.optionalText("type").flatMap(StateMachineType.init) ?? .standard
        wantsWarnings = input.optionalText("severity") == "WARNING"
        let asked = input.integer("maxResults") ?? 0
        limit = asked == 0 ? 100 : asked
    }

    func perform(in api: StepFunctionsAPI, for caller: Caller) async throws -> JSONObject {
        let all = StateMachineDefinition.awsDiagnostics(
            of: definition,
            executionType: type.executionType,
            reading: api.configuration.reading
        )
        let shown = all.filter { wantsWarnings || $0.severity == .error }
        return [
            "result": all.contains { $0.severity == .error } ? "FAIL" : "OK",
            "diagnostics": .array(shown.prefix(limit).map(\.json)),
            "truncated": .bool(shown.count > limit),
        ]
    }
}

extension AWSDiagnostic {
    /// As the API gives it.
    fileprivate var json: JSON {
        var object: JSONObject = [
            "severity": severity == .error ? "ERROR" : "WARNING", "code": .string(code), "message": .string(message),
        ]
        object["location"] = location.map(JSON.string)
        return .object(object)
    }
}
