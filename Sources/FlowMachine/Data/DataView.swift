import FlowJSON
import JSONata

/// What the expressions of one field can see.
struct DataView {
    /// `$` in JSONPath, `$states.input` in JSONata.
    var input: JSON
    /// The value of `$states.result`.
    var result: JSON?
    /// The value of `$states.errorOutput`.
    var errorOutput: JSON?
    /// The context object; made only where an expression reads it.
    var context: JSON
    /// The variables as they were when the state was entered, by slot.
    var variables: [JSON?]
    /// What `$now` tells and where random functions begin.
    var environment: Environment

    func variable(_ slot: Int?) -> JSON? {
        guard let slot, slot < variables.count else { return nil }
        return variables[slot]
    }

    /// The same, with another `$`.
    func with(input: JSON) -> DataView {
        var view = self
        view.input = input
        return view
    }
}
