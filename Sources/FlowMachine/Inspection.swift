package import FlowJSON
package import StatesLanguage

/// Each step of a state's data, where the state is run on its own.
package struct Inspection: Sendable {
    /// The raw input.
    package internal(set) var input: JSON?
    /// After `InputPath`.
    package internal(set) var afterInputPath: JSON?
    /// After `Parameters` or `Arguments`.
    package internal(set) var afterArguments: JSON?
    /// After `ItemsPath`.
    package internal(set) var afterItemsPath: JSON?
    /// The items of an `ItemReader`, after `ItemsPointer`.
    package internal(set) var afterItemsPointer: JSON?
    /// What each iteration of a Map is given, after `ItemSelector`.
    package internal(set) var afterItemSelector: JSON?
    /// What each child execution of a Map is given, after `ItemBatcher`.
    package internal(set) var afterItemBatcher: JSON?
    /// How many iterations a Map has.
    package internal(set) var iterations: Int?
    /// How many iterations of a Map run at a time; 0 for as many as there may be.
    package internal(set) var maxConcurrency: Int64?
    /// How many iterations of a Map may fail.
    package internal(set) var toleratedFailureCount: Int64?
    /// The share of a Map's iterations, 0 to 100, that may fail.
    package internal(set) var toleratedFailurePercentage: Double?
    /// The result of the state's work.
    package internal(set) var result: JSON?
    /// After `ResultSelector`.
    package internal(set) var afterResultSelector: JSON?
    /// After `ResultPath`.
    package internal(set) var afterResultPath: JSON?
    /// The output.
    package internal(set) var output: JSON?
    /// The variables after the state, by name.
    package internal(set) var variables: JSON?
    /// The state that follows, or `nil` at the end.
    package internal(set) var nextState: String?
    /// The number of the catcher that took the failure, from 0.
    package internal(set) var catcher: Int?
    /// The number of the retrier that would repeat the state, from 0, and after how many milliseconds.
    package internal(set) var retry: (number: Int, delayInMilliseconds: Int64)?
    /// The number of the retrier that is for the failure, from 0, whether or not it has an attempt left.
    package internal(set) var retrier: Int?
    var fault: Fault?
    /// What stands in the place of the state's work.
    var mock: StateMock?

    init() {}

    /// What failed, or `nil`.
    package var failure: TaskFailure? { fault.map { TaskFailure(error: $0.error, cause: $0.cause) } }
}

extension Interpreter {
    /// Whether a scope's state is the single one that is run.
    @inline(__always)
    func isInspected(_ scope: ScopeIndex) -> Bool { program.isSingleState && scope == .root }

    /// Notes a step of the single state's data; steps of states inside it are not noted.
    @inline(__always)
    mutating func inspect(_ scope: ScopeIndex, _ note: (inout Inspection) -> Void) {
        guard isInspected(scope) else { return }
        inspection.withValue(note)
    }

    /// Keeps what a single state ends with.
    mutating func inspect(output: JSON, next: StateIndex, of scope: ScopeIndex) {
        inspection?.output = output
        inspection?.nextState = program.name(of: next)
        var variables = JSONObject()
        for (slot, name) in program.variableNames.enumerated() {
            variables[name] = scopes[scope.position].variables[slot]
        }
        inspection?.variables = .object(variables)
    }
}

extension Inspection? {
    /// Changes what is there.
    fileprivate mutating func withValue(_ change: (inout Inspection) -> Void) {
        guard var value = self else { return }
        change(&value)
        self = value
    }
}
