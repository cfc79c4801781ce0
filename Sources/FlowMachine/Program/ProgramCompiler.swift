import FlowDiagnostics
import FlowJSON
import StatesLanguage

/// Turns the states of a definition into plans, inner machines after the states that hold them.
struct ProgramCompiler {
    private let definition: StateMachineDefinition
    /// By state; `nil` until a state that is promised a place is compiled.
    private(set) var plans: [StatePlan?] = []
    private(set) var table = VariableTable()
    /// The name of the single state that is run, or `nil`.
    private let inspected: String?
    /// The fields of that state, where it is a Map.
    private(set) var inspectedMap: InspectedMap?

    init(_ definition: StateMachineDefinition, inspecting state: String? = nil) {
        self.definition = definition
        inspected = state
    }

    mutating func compile(variables: [String]) throws(Diagnostic) -> StateIndex {
        let assigned = variables + definition.states.flatMap(\.assignedNames)
        let names = VariableNames(assigned: assigned, table: &table)
        return try compile(definition.states, startAt: definition.startAt, in: names, at: "")
    }

    /// Compiles the states of one `States` object and returns the one that begins.
    private mutating func compile(
        _ states: [State],
        startAt: String,
        in names: VariableNames,
        at pointer: String
    ) throws(Diagnostic) -> StateIndex {
        let first = plans.count
        var targets: [String: StateIndex] = [:]
        for (offset, state) in states.enumerated() { targets[state.name] = StateIndex(first + offset) }
        plans.append(contentsOf: [StatePlan?](repeating: nil, count: states.count))
        for (offset, state) in states.enumerated() {
            let scope = StateCompiler(
                state: state,
                index: StateIndex(first + offset),
                language: definition.queryLanguage(of: state),
                targets: targets,
                names: names,
                reading: definition.reading,
                pointer: "\(pointer)/States/\(state.name)"
            )
            plans[first + offset] = try plan(scope)
        }
        guard let start = targets[startAt] else {
            throw Diagnostic(
                code: "A04",
                message: "\"StartAt\" names the state \"\(startAt)\", which this state machine does not have.",
                location: TextLocation(pointer: "\(pointer)/StartAt"),
                hint: nearestName(to: startAt, in: states.map(\.name)).map { "Did you mean \"\($0)\"?" }
            )
        }
        return start
    }

    private mutating func plan(_ scope: StateCompiler) throws(Diagnostic) -> StatePlan {
        do throws(Diagnostic) {
            switch scope.state.kind {
            case .parallel(let parallel):
                var starts: [StateIndex] = []
                for (number, branch) in parallel.branches.enumerated() {
                    starts.append(try inner(branch, of: scope, at: "\(scope.pointer)/Branches/\(number)"))
                }
                return try scope.plan(work: .parallel(starts: starts), arguments: parallel.arguments)
            case .map(let map):
                if let inspected, scope.state.name == inspected {
                    inspectedMap = try InspectedMap(map, compiledBy: scope)
                }
                // A single state's inner states are compiled with it, so that each of them can be the single one.
                if map.itemProcessor.isDistributed, inspected == nil {
                    let distributed = try scope.distributedPlan(map, in: definition)
                    let mapPlan = try scope.mapPlan(map, start: .none, distributed: distributed)
                    return try scope.plan(work: .map(mapPlan), arguments: nil)
                }
                let start = try inner(map.itemProcessor.branch, of: scope, at: "\(scope.pointer)/ItemProcessor")
                return try scope.plan(work: .map(try scope.mapPlan(map, start: start)), arguments: nil)
            default: return try scope.plan()
            }
        } catch {
            guard error.location.pointer == nil else { throw error }
            var located = error
            located.location = TextLocation(pointer: scope.pointer)
            throw located
        }
    }

    private mutating func inner(
        _ branch: Branch,
        of scope: StateCompiler,
        at pointer: String
    ) throws(Diagnostic) -> StateIndex {
        let assigned = branch.states.flatMap(\.assignedNames)
        let names = scope.names.inner(assigned: assigned, table: &table)
        return try compile(branch.states, startAt: branch.startAt, in: names, at: pointer)
    }
}
