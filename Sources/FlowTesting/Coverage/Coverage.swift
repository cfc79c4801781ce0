package import StatesLanguage

/// Which parts of a machine its tests take.
package struct Coverage: Sendable {
    /// What kinds of parts are counted.
    package enum Kind: String, CaseIterable, Hashable, Sendable {
        /// A state, which is entered.
        case state = "states"
        /// The `Next` of a state that is done.
        case transition = "transitions"
        /// A rule of a Choice state.
        case rule = "choice rules"
        /// The `Default` of a Choice state.
        case byDefault = "defaults"
        /// A retrier, which repeats a state.
        case retrier = "retriers"
        /// A catcher, which takes a failure elsewhere.
        case catcher = "catchers"
    }

    /// A part of a state.
    package struct Part: Hashable, Sendable {
        /// What it is.
        package let kind: Kind
        /// The state.
        package let state: String
        /// Its number among the state's parts of this kind, from 0.
        package let number: Int
        /// Where it leads, or which errors it is for; empty for a state.
        package let detail: String
        /// Where it stands in the definition.
        package let pointer: String
    }

    /// All parts, in the order of the definition.
    package private(set) var parts: [Part] = []
    /// Those that no test takes.
    package private(set) var uncovered: [Part] = []

    /// The coverage of a machine by what executions took.
    package init(of definition: StateMachineDefinition, by taken: TakenWays) {
        collect(definition.states, at: "")
        uncovered = parts.filter { !taken.has($0) }
    }

    /// How many parts of a kind there are, and how many are taken.
    package func counts(of kind: Kind) -> (covered: Int, all: Int) {
        let all = parts.count { $0.kind == kind }
        return (all - uncovered.count { $0.kind == kind }, all)
    }

    /// The share of the parts that are taken, 0 to 100.
    package var percentage: Double {
        parts.isEmpty ? 100 : Double(parts.count - uncovered.count) * 100 / Double(parts.count)
    }

    private mutating func collect(_ states: [State], at pointer: String) {
        for state in states {
            let place = "\(pointer)/States/\(state.name.replacing("~", with: "~0").replacing("/", with: "~1"))"
            parts.append(Part(kind: .state, state: state.name, number: 0, detail: "", pointer: place))
            if case .next(let next)? = state.transition {
                add(.transition, of: state, 0, "to \(next)", "\(place)/Next")
            }
            for (number, retrier) in (state.retriers ?? []).enumerated() where retrier.effectiveMaxAttempts > 0 {
                add(.retrier, of: state, number, names(retrier.errorEquals), "\(place)/Retry/\(number)")
            }
            for (number, catcher) in (state.catchers ?? []).enumerated() {
                let detail = "\(names(catcher.errorEquals)) to \(catcher.next)"
                add(.catcher, of: state, number, detail, "\(place)/Catch/\(number)")
            }
            collectInner(of: state, at: place)
        }
    }

    private mutating func collectInner(of state: State, at place: String) {
        switch state.kind {
        case .choice(let choice):
            for (number, rule) in choice.choices.enumerated() {
                add(.rule, of: state, number, "to \(rule.next)", "\(place)/Choices/\(number)")
            }
            if let target = choice.defaultNext { add(.byDefault, of: state, 0, "to \(target)", "\(place)/Default") }
        case .parallel(let parallel):
            for (number, branch) in parallel.branches.enumerated() {
                collect(branch.states, at: "\(place)/Branches/\(number)")
            }
        case .map(let map):
            let spelling = map.itemProcessorSpelling == .current ? "ItemProcessor" : "Iterator"
            collect(map.itemProcessor.branch.states, at: "\(place)/\(spelling)")
        default: break
        }
    }

    private mutating func add(_ kind: Kind, of state: State, _ number: Int, _ detail: String, _ pointer: String) {
        parts.append(Part(kind: kind, state: state.name, number: number, detail: detail, pointer: pointer))
    }

    private func names(_ errors: [ErrorName]) -> String { errors.map(\.text).joined(separator: ", ") }
}
