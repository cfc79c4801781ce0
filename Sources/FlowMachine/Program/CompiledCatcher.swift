import FlowDiagnostics
import StatesLanguage

/// A catcher, ready to take a failure.
struct CompiledCatcher: Sendable {
    let catcher: Catcher
    let next: StateIndex
    let resultPath: DataFlow.Target
    let assign: CompiledAssign?
    let output: CompiledTemplate?

    init(
        _ catcher: Catcher,
        number: Int,
        next: StateIndex,
        in names: VariableNames
    ) throws(Diagnostic) {
        let location = FieldLocation("Catch").element(number)
        self.catcher = catcher
        self.next = next
        resultPath = try DataFlow.Target(catcher.resultPath)
        if let template = catcher.assign {
            assign = try CompiledAssign(template, at: location.member("Assign"), in: names)
        } else {
            assign = nil
        }
        if let template = catcher.output {
            output = try CompiledTemplate(template, at: location.member("Output"), key: "Output", in: names)
        } else {
            output = nil
        }
    }

    var readsContext: Bool { assign?.readsContext == true || output?.readsContext == true }
}
