import FlowDiagnostics
import FlowJSON
import StatesLanguage

/// Compiles one state, given what surrounds it.
struct StateCompiler {
    let state: State
    let index: StateIndex
    let language: QueryLanguage
    /// The states of the same `States` object.
    let targets: [String: StateIndex]
    let names: VariableNames
    let reading: SpecificationReading
    let pointer: String

    /// The plan of a state that holds no inner machine.
    func plan() throws(Diagnostic) -> StatePlan {
        switch state.kind {
        case .pass(let pass): try plan(work: .pass(result: pass.result))
        case .succeed: try plan(work: .succeed)
        case .fail(let fail): try plan(work: .fail(try failPlan(fail)))
        case .choice(let choice): try plan(work: .choice(try choicePlan(choice)))
        case .wait(let wait): try plan(work: .wait(try waitPlan(wait)))
        case .task(let task): try plan(work: .task(try taskPlan(task)), arguments: task.arguments)
        case .parallel, .map: preconditionFailure("the program's compiler compiles inner machines first")
        }
    }

    func plan(work: StatePlan.Work, arguments: Template? = nil) throws(Diagnostic) -> StatePlan {
        var flow = DataFlow()
        flow.inputPath = try DataFlow.Selection(state.io.inputPath, in: names)
        flow.outputPath = try DataFlow.Selection(state.io.outputPath, in: names)
        flow.resultPath = try DataFlow.Target(state.io.resultPath)
        if let template = state.io.parameters { flow.arguments = try compiled(template, "Parameters") }
        if let arguments { flow.arguments = try compiled(arguments, "Arguments") }
        flow.resultSelector = try state.io.resultSelector.compiled(by: compiled, "ResultSelector")
        flow.output = try state.output.compiled(by: compiled, "Output")
        return StatePlan(
            name: state.name,
            index: index,
            type: state.type,
            language: language,
            next: try state.transition?.next.compiled(by: target) ?? .none,
            flow: flow,
            assign: try assign(state.assign, at: FieldLocation("Assign")),
            retriers: state.retriers ?? [],
            catchers: try catchers(),
            work: work
        )
    }

    func mapPlan(
        _ map: MapState,
        start: StateIndex,
        distributed: DistributedPlan? = nil
    ) throws(Diagnostic) -> MapPlan {
        let items: MapPlan.Items
        if let template = map.items {
            items = .template(try compiled(template, "Items"))
        } else if let path = map.itemsPath {
            items = .path(try CompiledPath(path, in: names))
        } else {
            items = .input
        }
        return MapPlan(
            start: start,
            items: items,
            selector: try map.itemSelector.compiled(by: compiled, "ItemSelector"),
            maxConcurrency: try number(map.maxConcurrency, "MaxConcurrency"),
            distributed: distributed
        )
    }

    private func failPlan(_ fail: FailState) throws(Diagnostic) -> FailPlan {
        FailPlan(
            error: try fail.error.compiled(by: failText, "Error"),
            cause: try fail.cause.compiled(by: failText, "Cause")
        )
    }

    /// `ErrorPath` and `CausePath` keep their names in causes, where `Error` and `Cause` are expressions.
    private func failText(_ template: Template, _ field: String) throws(Diagnostic) -> CompiledTemplate {
        try CompiledTemplate(template, at: FieldLocation(field), key: field + "Path", in: names)
    }

    private func choicePlan(_ choice: ChoiceState) throws(Diagnostic) -> ChoicePlan {
        var rules: [ChoicePlan.Rule] = []
        for (number, rule) in choice.choices.enumerated() {
            let location = FieldLocation("Choices").element(number)
            var output: CompiledTemplate?
            if let template = rule.output {
                output = try CompiledTemplate(template, at: location.member("Output"), key: "Output", in: names)
            }
            rules.append(
                ChoicePlan.Rule(
                    test: try CompiledTest(rule.condition, at: location, in: names),
                    next: try target(rule.next),
                    assign: try assign(rule.assign, at: location.member("Assign")),
                    output: output
                )
            )
        }
        return ChoicePlan(rules: rules, defaultNext: try choice.defaultNext.compiled(by: target) ?? .none)
    }

    private func waitPlan(_ wait: WaitState) throws(Diagnostic) -> WaitPlan {
        switch wait.duration {
        case .seconds(let seconds): .seconds(try CompiledNumber(seconds, field: "Seconds", in: names))
        case .timestamp(let timestamp): .timestamp(try CompiledText(timestamp, field: "Timestamp", in: names))
        }
    }

    private func taskPlan(_ task: TaskState) throws(Diagnostic) -> TaskPlan {
        TaskPlan(
            resource: TaskResource(task.resource),
            credentials: try task.credentials.compiled(by: compiled, "Credentials"),
            timeoutSeconds: try number(task.timeoutSeconds, "TimeoutSeconds")
                ?? reading.defaultTaskTimeout.seconds.map(CompiledNumber.literal),
            heartbeatSeconds: try number(task.heartbeatSeconds, "HeartbeatSeconds")
        )
    }

    private func catchers() throws(Diagnostic) -> [CompiledCatcher] {
        var compiled: [CompiledCatcher] = []
        for (number, catcher) in (state.catchers ?? []).enumerated() {
            let next = try target(catcher.next)
            compiled.append(try CompiledCatcher(catcher, number: number, next: next, in: names))
        }
        return compiled
    }

    private func compiled(_ template: Template, _ field: String) throws(Diagnostic) -> CompiledTemplate {
        try CompiledTemplate(template, at: FieldLocation(field), key: field, in: names)
    }

    private func assign(_ template: Template?, at location: FieldLocation) throws(Diagnostic) -> CompiledAssign? {
        guard let template else { return nil }
        let assign = try CompiledAssign(template, at: location, in: names)
        return assign.isEmpty ? nil : assign
    }

    func number(_ value: Dynamic<Int64>?, _ field: String) throws(Diagnostic) -> CompiledNumber? {
        guard let value else { return nil }
        return try CompiledNumber(value, field: field, in: names)
    }

    private func target(_ name: String) throws(Diagnostic) -> StateIndex {
        if let target = targets[name] { return target }
        throw Diagnostic(
            code: "A12",
            message: "The state \"\(state.name)\" goes to \"\(name)\", which is no state beside it.",
            location: TextLocation(pointer: pointer),
            hint: nearestName(to: name, in: Array(targets.keys.sorted())).map { "Did you mean \"\($0)\"?" }
        )
    }
}

extension Optional {
    /// Compiles what is there.
    fileprivate func compiled<Field, Compiled>(
        by compile: (Wrapped, Field) throws(Diagnostic) -> Compiled,
        _ field: Field
    ) throws(Diagnostic) -> Compiled? {
        if let self { try compile(self, field) } else { nil }
    }

    fileprivate func compiled<Compiled>(
        by compile: (Wrapped) throws(Diagnostic) -> Compiled
    ) throws(Diagnostic) -> Compiled? {
        if let self { try compile(self) } else { nil }
    }
}
