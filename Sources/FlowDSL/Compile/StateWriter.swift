import FlowJSON
import FlowTasks

/// Writes a draft as ASL.
struct StateWriter {
    let draft: FlowDraft
    let chaining: Chaining
    /// The default values of the flow's input, where it has some.
    let inputDefaults: JSONObject
    /// The variables that each state reads.
    private let reads: [Set<String>]
    /// The variables that some state reads.
    private let read: Set<String>
    /// Whether some state is written in JSONPath, so that each of the others says that it is not.
    private let mixesLanguages: Bool

    init(_ draft: FlowDraft, _ chaining: Chaining, inputDefaults: JSONObject) {
        self.draft = draft
        self.chaining = chaining
        self.inputDefaults = inputDefaults
        reads = draft.states.indices.map(chaining.reads)
        read = reads.reduce(into: []) { $0.formUnion($1) }
        mixesLanguages = draft.states.contains { $0.isJSONPath }
    }

    /// The whole state machine.
    func machine(comment: String, timeout: Duration?) -> JSON {
        var machine: JSONObject = ["Comment": .string(comment)]
        if !mixesLanguages { machine["QueryLanguage"] = "JSONata" }
        machine["TimeoutSeconds"] = timeout.map { .integer($0.wholeSeconds) }
        for (key, value) in scope(0) { machine[key] = value }
        return .object(machine)
    }

    /// `StartAt` and `States` of a scope.
    private func scope(_ scope: Int) -> JSONObject {
        let members = draft.states.indices.filter { draft.sequences[draft.states[$0].sequence].scope == scope }
        guard let first = draft.sequences[draft.scopes[scope].sequence].states.first else {
            return ["StartAt": "", "States": [:]]
        }
        var startAt = draft.states[first].name
        var states = JSONObject()
        if let (name, state) = opening(of: scope, before: startAt) {
            states[name] = state
            startAt = name
        }
        for member in members { states[draft.states[member].name] = .object(write(member)) }
        return ["StartAt": .string(startAt), "States": .object(states)]
    }

    /// A Pass state that keeps the input with its defaults, or a map's item that inner maps read, in variables.
    private func opening(of scope: Int, before first: String) -> (String, JSON)? {
        var assign = JSONObject()
        var name = "Input"
        if scope == 0, !inputDefaults.isEmpty, read.contains("input") {
            let defaults = JSONataSource.literal(.object(inputDefaults))
            assign["input"] = .string("{% $merge([\(defaults), $states.context.Execution.Input]) %}")
        }
        if let item = draft.scopes[scope].item, let owner = draft.scopes[scope].owner {
            name = "\(draft.states[owner].name)Item"
            if isReadDeeper(item.value, than: scope) { assign[item.value] = "{% $states.context.Map.Item.Value %}" }
            if isReadDeeper(item.index, than: scope) { assign[item.index] = "{% $states.context.Map.Item.Index %}" }
        }
        guard !assign.isEmpty else { return nil }
        while draft.states.contains(where: { $0.name == name }) { name += "_" }
        var state: JSONObject = ["Type": "Pass"]
        if mixesLanguages { state["QueryLanguage"] = "JSONata" }
        state["Assign"] = .object(assign)
        state["Next"] = .string(first)
        return (name, .object(state))
    }

    private func isReadDeeper(_ variable: String, than scope: Int) -> Bool {
        draft.states.indices.contains { index in
            draft.sequences[draft.states[index].sequence].scope != scope && reads[index].contains(variable)
        }
    }

    private func write(_ index: Int) -> JSONObject {
        let state = draft.states[index]
        let next = state.type == "Choice" || state.ends ? nil : chaining.next(after: index)
        var written: JSONObject = ["Type": .string(state.type)]
        if mixesLanguages, !state.isJSONPath { written["QueryLanguage"] = "JSONata" }
        for (key, value) in state.fields { written[key] = rewrite(value, in: index) }
        if !state.scopes.isEmpty {
            if state.type == "Map" {
                written["ItemProcessor"] = .object(scope(state.scopes[0]))
            } else {
                written["Branches"] = .array(state.scopes.map { .object(scope($0)) })
            }
        }
        if state.type == "Choice" { writeRules(of: index, into: &written) }
        writeAssign(of: index, into: &written)
        if next == .end { writeOutput(of: index, into: &written) }
        if !state.retriers.isEmpty { written["Retry"] = .array(state.retriers) }
        if !state.catchers.isEmpty { written["Catch"] = .array(state.catchers.map { catcher($0, of: index) }) }
        if case .state(let following)? = next, written["Next"] == nil, written["End"] == nil {
            written["Next"] = .string(draft.states[following].name)
        } else if next == .end, written["Next"] == nil {
            written["End"] = true
        }
        return written
    }

    private func writeRules(of choice: Int, into written: inout JSONObject) {
        written["Choices"] = .array(
            draft.states[choice].rules.map { rule in
                .object([
                    "Condition": rewrite(rule.condition, in: choice),
                    "Next": .string(name(chaining.resolve(rule.target, of: choice))),
                ])
            }
        )
        written["Default"] = .string(name(chaining.otherwise(of: choice)))
    }

    private func writeAssign(of index: Int, into written: inout JSONObject) {
        let state = draft.states[index]
        var assign = JSONObject()
        for (key, value) in state.assignments { assign[key] = rewrite(value, in: index) }
        if let variable = state.variable, isReadElsewhere(variable, than: index) {
            if state.isJSONPath {
                assign["\(variable).$"] = "$"
            } else {
                assign[variable] = state.type == "Pass" ? written["Output"] : "{% $states.result %}"
            }
        }
        if !assign.isEmpty { written["Assign"] = .object(assign) }
    }

    private func isReadElsewhere(_ variable: String, than index: Int) -> Bool {
        reads.indices.contains { $0 != index && reads[$0].contains(variable) }
    }

    /// What a body returns, on a state that ends it.
    private func writeOutput(of index: Int, into written: inout JSONObject) {
        let state = draft.states[index]
        guard let output = chaining.output(of: index) else { return }
        if let variable = state.variable, output == .string("{% $\(variable) %}") { return }
        written["Output"] = rewrite(output, in: index)
    }

    private func catcher(_ catcher: CatcherDraft, of index: Int) -> JSON {
        var written: JSONObject = ["ErrorEquals": .array(catcher.errors.map { .string($0) })]
        if read.contains(catcher.variable) {
            written["Assign"] = .object([catcher.variable: "{% $states.errorOutput %}"])
        }
        written["Next"] = .string(name(chaining.resolve(catcher.target, of: index)))
        return .object(written)
    }

    private func name(_ next: Chaining.Next) -> String {
        guard case .state(let state) = next else { return "" }
        return draft.states[state].name
    }

    /// A template with the variables that are no variables here: the state's own result, the map's item, the input.
    private func rewrite(_ template: JSON, in index: Int) -> JSON {
        let state = draft.states[index]
        let item = draft.scopes[draft.sequences[state.sequence].scope].item
        return Substitution.replacing(in: template) { variable in
            switch variable {
            case "input" where inputDefaults.isEmpty: "$states.context.Execution.Input"
            case item?.value: "$states.context.Map.Item.Value"
            case item?.index: "$states.context.Map.Item.Index"
            case state.variable:
                state.type == "Pass"
                    ? "(\(JSONataSource.source(of: state.fields["Output"] ?? .null)))" : "$states.result"
            default: nil
            }
        }
    }
}

extension StateDraft {
    /// Whether the author wrote it in JSONPath.
    var isJSONPath: Bool { fields["QueryLanguage"]?.stringValue == "JSONPath" }
}
