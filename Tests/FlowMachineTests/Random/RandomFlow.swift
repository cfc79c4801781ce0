import FlowJSON
import StatesLanguage

/// Makes machines that the language allows, in both query languages, with every type of state.
///
/// States of a scope stand in a chain: each goes to the next one, rules and catchers jump anywhere, so that every state
/// is reached and every cycle can be left. Variables are assigned before they are read, on some of the ways.
struct RandomFlow {
    var random: RandomNumbers
    private var states = 0
    private var variables = 0

    init(seed: UInt64) { random = RandomNumbers(seed: seed) }

    /// What the states of a scope know.
    struct Surroundings {
        var language: QueryLanguage
        var depth = 0
        /// The variables that were assigned on the way, those of outer scopes included.
        var variables: [String] = []
    }

    mutating func definition() -> JSON {
        let language: QueryLanguage = random.chance(2) ? .jsonata : .jsonPath
        var machine: JSONObject = ["QueryLanguage": .string(language.rawValue)]
        if random.chance(6) { machine["TimeoutSeconds"] = .integer(Int64(random.number(1...90))) }
        if random.chance(3) { machine["Comment"] = "random" }
        addStates(to: &machine, in: Surroundings(language: language))
        return .object(machine)
    }

    private mutating func addStates(to machine: inout JSONObject, in surroundings: Surroundings) {
        var surroundings = surroundings
        let count = random.number(1...5)
        let names = (0..<count).map { offset in "S\(states + offset + 1)" }
        states += count
        machine["StartAt"] = .string(names[0])
        var all = JSONObject()
        for position in 0..<count { all[names[position]] = state(at: position, of: names, in: &surroundings) }
        machine["States"] = .object(all)
    }

    private mutating func state(at position: Int, of names: [String], in outer: inout Surroundings) -> JSON {
        var surroundings = outer
        var state = JSONObject()
        if surroundings.language == .jsonPath, random.chance(4) {
            surroundings.language = .jsonata
            state["QueryLanguage"] = "JSONata"
        }
        let isLast = position == names.count - 1
        let type = type(isLast: isLast, depth: surroundings.depth)
        state["Type"] = .string(type.rawValue)
        switch type {
        case .succeed: break
        case .fail: fill(fail: &state, surroundings)
        case .choice: fill(choice: &state, at: position, of: names, surroundings)
        case .wait: fill(wait: &state, surroundings)
        case .task: fill(task: &state, surroundings)
        case .pass: fill(pass: &state, surroundings)
        case .parallel:
            let branches = (0..<random.number(1...3)).map { _ in JSON.object(inner(surroundings)) }
            state["Branches"] = .array(branches)
        case .map: fill(map: &state, surroundings)
        }
        if ![.succeed, .fail, .choice].contains(type) {
            if isLast { state["End"] = true } else { state["Next"] = .string(names[position + 1]) }
        }
        if [.task, .parallel, .map].contains(type) { recover(&state, names, surroundings) }
        shape(&state, type, surroundings)
        if ![.succeed, .fail].contains(type), random.chance(3) {
            variables += 1
            let name = "v\(variables)"
            state["Assign"] = members([name], type: type, surroundings)
            outer.variables.append(name)
        }
        return .object(state)
    }

    private mutating func type(isLast: Bool, depth: Int) -> StateType {
        switch random.number(0...(depth < 2 ? 12 : 9)) {
        case 0: isLast ? .succeed : .pass
        case 1: isLast ? .fail : .pass
        case 2, 3: isLast ? .pass : .choice
        case 4: .wait
        case 5, 6, 7: .task
        case 8, 9: .pass
        case 10: .parallel
        default: .map
        }
    }

    /// An inner machine of a Parallel or Map state.
    mutating func inner(_ surroundings: Surroundings) -> JSONObject {
        var machine = JSONObject()
        var inside = surroundings
        // The machine's language holds inside, whatever the state's own is.
        inside.language = .jsonPath
        inside.depth += 1
        addStates(to: &machine, in: inside)
        return machine
    }

    private mutating func recover(_ state: inout JSONObject, _ names: [String], _ surroundings: Surroundings) {
        if random.chance(2) {
            let count = random.number(1...2)
            state["Retry"] = .array((0..<count).map { retrier(isLast: $0 == count - 1) })
        }
        guard random.chance(2), names.count > 1 else { return }
        var catcher: JSONObject = ["ErrorEquals": .array([errorName(isLast: true)]), "Next": random.pick(names.json)]
        switch surroundings.language {
        case .jsonPath:
            if random.chance(2) { catcher["ResultPath"] = random.pick(["$.error", "$.a.b", nil] as [JSON]) }
        case .jsonata: if random.chance(2) { catcher["Output"] = "{% $states.errorOutput.Error %}" }
        }
        state["Catch"] = .array([.object(catcher)])
    }

    private mutating func retrier(isLast: Bool) -> JSON {
        var retrier: JSONObject = ["ErrorEquals": .array([errorName(isLast: isLast)])]
        if random.chance(2) { retrier["IntervalSeconds"] = .integer(Int64(random.number(1...4))) }
        if random.chance(2) { retrier["MaxAttempts"] = .integer(Int64(random.number(0...3))) }
        if random.chance(3) { retrier["BackoffRate"] = random.pick([1, 1.5, 3]) }
        if random.chance(4) { retrier["MaxDelaySeconds"] = .integer(Int64(random.number(5...9))) }
        if random.chance(3) { retrier["JitterStrategy"] = random.pick(["FULL", "NONE"]) }
        return .object(retrier)
    }

    private mutating func errorName(isLast: Bool) -> JSON {
        isLast && random.chance(2)
            ? "States.ALL"
            : random.pick([
                "A", "B", "States.Timeout", "States.TaskFailed", "States.QueryEvaluationError",
                "States.ParameterPathFailure", "States.IntrinsicFailure", "States.DataLimitExceeded",
            ])
    }
}

extension [String] {
    fileprivate var json: [JSON] { map(JSON.string) }
}
