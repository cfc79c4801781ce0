package import FlowDiagnostics
package import StatesLanguage

/// A state machine, compiled once and run many times.
///
/// Names are indices, variables are slots, expressions and paths are compiled.
package struct Program: Sendable {
    /// The state that begins.
    let start: StateIndex
    /// What the inner loop needs to know, by state.
    let nodes: [Node]
    /// Everything else, by state.
    let plans: [StatePlan]
    /// The names of the variables, by slot.
    let variableNames: [String]
    /// Seconds after which an execution ends as timed out.
    let timeoutSeconds: Int64?
    /// The activities that the program's tasks name, each once, in the order of the text.
    package let activities: [String]
    /// Whether a task has a token, so that somebody outside can give its result.
    package let hasTaskTokens: Bool
    /// How it is read where sources disagree.
    let reading: SpecificationReading
    /// Whether only the state that begins is run, and its data inspected.
    let isSingleState: Bool
    /// The fields of the single state, where it is a Map.
    let inspectedMap: InspectedMap?
    /// What it was compiled from; `nil` where only one state is run.
    package let source: ProgramSource?

    /// Compiles a definition.
    ///
    /// - Parameter variables: names that states may read though no state assigns them, for a single state that is run
    ///   on its own.
    /// - Throws: the first thing that cannot run: a name, a path or an expression that validation would have found too.
    package init(_ definition: StateMachineDefinition, variables: [String] = []) throws(Diagnostic) {
        var compiler = ProgramCompiler(definition)
        start = try compiler.compile(variables: variables)
        plans = compiler.plans.compactMap(\.self)
        nodes = plans.map(\.node)
        activities = plans.activities
        hasTaskTokens = plans.haveTaskTokens
        variableNames = compiler.table.names
        timeoutSeconds = definition.timeoutSeconds
        reading = definition.reading
        isSingleState = false
        inspectedMap = nil
        source = ProgramSource(definition, variables: variables)
    }

    /// Compiles a definition to run one of its states alone: an execution begins at the state and ends after it.
    ///
    /// The interpreter's `inspection` then tells each step of the state's data. A wait is over at once, and a failure
    /// is not retried.
    ///
    /// - Parameter variables: names that the state may read.
    /// - Throws: also where no state has that name, with the nearest one.
    package init(
        _ definition: StateMachineDefinition,
        onlyState name: String,
        variables: [String] = []
    ) throws(Diagnostic) {
        var compiler = ProgramCompiler(definition, inspecting: name)
        _ = try compiler.compile(variables: variables)
        plans = compiler.plans.compactMap(\.self)
        guard let position = plans.firstIndex(where: { $0.name.utf8.elementsEqual(name.utf8) }) else {
            throw Diagnostic(
                code: "M02",
                message: "There is no state \"\(name)\" in this state machine.",
                hint: nearestName(to: name, in: plans.map(\.name)).map { "Did you mean \"\($0)\"?" }
            )
        }
        start = StateIndex(position)
        nodes = plans.map(\.node)
        activities = plans.activities
        hasTaskTokens = plans.haveTaskTokens
        variableNames = compiler.table.names
        timeoutSeconds = nil
        reading = definition.reading
        isSingleState = true
        inspectedMap = compiler.inspectedMap
        source = nil
    }

    /// The names of all states, those of inner machines included but for those of distributed Maps, in the order of the
    /// text.
    package var stateNames: [String] { plans.map(\.name) }

    /// The state of that name, or `nil`.
    package func state(named name: String) -> StateIndex? {
        plans.firstIndex { $0.name.utf8.elementsEqual(name.utf8) }.map { StateIndex($0) }
    }

    /// The name of a state.
    package func name(of state: StateIndex) -> String? {
        plans.indices.contains(state.position) ? plans[state.position].name : nil
    }
}

extension [StatePlan] {
    fileprivate var haveTaskTokens: Bool {
        contains { plan in
            if case .task(let task) = plan.work { task.resource.hasTaskToken } else { false }
        }
    }

    fileprivate var activities: [String] {
        var seen: Set<String> = []
        return compactMap { plan in
            guard case .task(let task) = plan.work, task.resource.kind == .activity else { return nil }
            return seen.insert(task.resource.text).inserted ? task.resource.text : nil
        }
    }
}
