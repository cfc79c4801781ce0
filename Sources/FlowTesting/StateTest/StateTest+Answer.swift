package import FlowJSON
import FlowMachine
import StatesLanguage

extension StateTest {
    /// What `TestState` answers.
    package var answer: JSON {
        guard let inspection = interpreter.inspection, let state = state.definition.states.first else { return [:] }
        let wording = wording
        let report = StateReport(
            inspection,
            status: interpreter.status,
            of: state,
            language: self.state.definition.queryLanguage(of: state),
            show: { .string(wording.text(of: $0)) }
        )
        var answer = report.ending
        guard request.level != .info else { return .object(answer) }
        var data = report.data(variables: request.variables.value)
        if request.level == .trace {
            data["request"] = exchange["request"]
            data["response"] = exchange["response"]
        }
        answer["inspectionData"] = .object(data)
        return .object(answer)
    }
}
