import FlowDiagnostics
import FlowJSON
import StatesLanguage

/// Judges a result that stands in the place of a state's own.
enum MockedResult {
    /// Reads a mocked result for a state.
    static func read(
        _ text: String,
        for state: TestedState,
        mode: FieldValidationMode
    ) throws(StateTestError) -> JSON {
        let result: JSON
        do throws(Diagnostic) { result = try JSON(parsing: text) } catch {
            throw .validation("Mocked result must be valid JSON")
        }
        switch state.type {
        case .map where state.fields["ResultWriter"] != nil:
            guard case .object = result else { throw .validation("Mocked result must be a JSON object.") }
        case .map:
            guard case .array = result else { throw .validation("Mocked result must be an array.") }
        case .parallel:
            guard case .array(let outputs) = result else { throw .validation("Mocked result must be an array.") }
            guard outputs.count == state.fields["Branches"]?.arrayValue?.count else {
                throw .validation(
                    "Mocked result must contain the same number of items as number of Parallel branches."
                )
            }
        case .task:
            guard let shape = ServiceShape.response(of: state.resource) else { break }
            if let mismatch = shape.mismatch(with: result, mode: mode) {
                throw .validation("Mock result schema validation error: \(mismatch)")
            }
        default: break
        }
        return result
    }
}
