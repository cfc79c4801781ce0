import FlowJSON
import StatesLanguage

extension Interpreter {
    mutating func fail(
        _ scope: ScopeIndex,
        _ plan: StatePlan,
        _ fail: FailPlan,
        at now: Timestamp,
        into outcome: inout Outcome
    ) throws(Fault) {
        let view = view(of: scope, plan)
        let failure = TaskFailure(
            error: ErrorName(try text(of: fail.error, field: "Error", in: view)),
            cause: try text(of: fail.cause, field: "Cause", in: view)
        )
        scopeFailed(scope, Fault(failure), at: now, into: &outcome)
    }

    /// The text of a template, empty where there is none.
    private func text(of template: CompiledTemplate?, field: String, in view: DataView) throws(Fault) -> String {
        guard let template else { return "" }
        let value: JSON
        do throws(Fault) { value = try template.value(in: view) } catch {
            // `ErrorPath` and `CausePath` are no payload templates, though they say the same.
            guard error.error == .parameterPathFailure else { throw error }
            throw .runtime(error.cause)
        }
        if case .string(let text) = value { return text }
        if case .expression(let expression) = template {
            throw expression.unexpectedType(value, expected: "string")
        }
        throw .runtime("The \(field)Path field refers to value \"\(value.text)\" which is not a string.")
    }
}
