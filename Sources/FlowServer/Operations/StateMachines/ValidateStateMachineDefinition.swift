import FlowJSON

/// Judges a definition without making anything of it.
struct ValidateStateMachineDefinition: Operation {
    static let members: [Member] = [
        .required("definition", .definition), .optional("type", .stateMachineType),
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
        let all = CheckedDefinition.diagnostics(of: definition, type: type)
        let shown = all.filter { wantsWarnings || $0.severity == "ERROR" }
        return [
            "result": all.contains { $0.severity == "ERROR" } ? "FAIL" : "OK",
            "diagnostics": .array(shown.prefix(limit).map(\.json)),
            "truncated": .bool(shown.count > limit),
        ]
    }
}
