import FlowJSON

/// One rule of a Choice state: a test, and where to go when it holds.
package struct ChoiceRule: Hashable, Sendable {
    /// When the rule matches.
    package enum Condition: Hashable, Sendable {
        /// A test in JSONPath: `Variable` with an operator, `And`, `Or` or `Not`.
        case test(DataTest)
        /// `Condition` in JSONata: a boolean, or an expression that must give one.
        case condition(Dynamic<Bool>)
    }

    /// When the rule matches.
    package var condition: Condition
    /// The name of the state to go to.
    package var next: String
    /// The variables that are assigned when the rule matches, instead of the state's own.
    package var assign: Template?
    /// The output when the rule matches, in JSONata, instead of the state's own.
    package var output: Template?
    /// For people.
    package var comment: String?

    /// A rule of the given parts.
    package init(
        condition: Condition,
        next: String,
        assign: Template? = nil,
        output: Template? = nil,
        comment: String? = nil
    ) {
        self.condition = condition
        self.next = next
        self.assign = assign
        self.output = output
        self.comment = comment
    }

    var json: JSON {
        var object = JSONObject()
        object["Comment"] = comment.map(JSON.string)
        switch condition {
        case .test(let test): test.write(into: &object)
        case .condition(let condition): condition.write("Condition", into: &object, JSON.bool)
        }
        object["Assign"] = assign?.json
        object["Output"] = output?.json
        object["Next"] = .string(next)
        return .object(object)
    }
}
