import FlowDiagnostics
import FlowJSON

/// What an author wrote, as it was recorded: states in sequences, sequences in scopes.
///
/// A scope is a `States` object of ASL. Within it, sequences chain: the scope's own, and one for each block of a choice
/// or a catch, which goes on after the state that holds it.
struct FlowDraft: Sendable {
    var states: [StateDraft] = []
    var sequences: [SequenceDraft] = []
    var scopes: [ScopeDraft] = []
    /// Where calls add states now, innermost last.
    var open: [Int] = []
    /// The choices whose rules are being added, innermost last; `nil` inside a block.
    var choices: [Int?] = []
    var names = VariableNames()
    /// What the author wrote in a place where it means nothing.
    var misplaced: [Diagnostic] = []

    /// Opens the scope of the whole flow.
    init() { open = [addScope(of: nil)] }

    /// Adds a scope inside a Map or Parallel state; returns its first sequence.
    mutating func addScope(of owner: Int?, item: ItemDraft? = nil) -> Int {
        scopes.append(ScopeDraft(owner: owner, item: item, sequence: sequences.count))
        sequences.append(SequenceDraft(scope: scopes.count - 1, owner: nil))
        if let owner { states[owner].scopes.append(scopes.count - 1) }
        return sequences.count - 1
    }

    /// Adds the sequence of a block that goes on after `owner`.
    mutating func addBlock(of owner: Int) -> Int {
        sequences.append(SequenceDraft(scope: sequences[states[owner].sequence].scope, owner: owner))
        return sequences.count - 1
    }

    /// Adds a state where calls add states now.
    mutating func add(_ name: String, _ type: String, _ fields: JSONObject, at place: SourcePlace) -> Int {
        if case .some(.some(let choice)) = choices.last {
            misplaced.append(
                Diagnostic(
                    code: "D02",
                    message: "The state \"\(name)\" stands between the rules of the choice \"\(states[choice].name)\".",
                    location: place.location,
                    hint: "Put it into a when { … } or otherwise { … }, or after the choice."
                )
            )
        }
        let sequence = open.last ?? 0
        let state = StateDraft(name: name, type: type, fields: fields, place: place, sequence: sequence)
        states.append(state)
        sequences[sequence].states.append(states.count - 1)
        return states.count - 1
    }
}

extension FlowDraft {
    /// The choice whose rules are being added; a rule elsewhere is reported.
    mutating func choice(forRuleAt place: SourcePlace) -> Int? {
        if case .some(.some(let choice)) = choices.last { return choice }
        misplaced.append(
            Diagnostic(
                code: "D03",
                message: "A rule stands outside of a choice.",
                location: place.location,
                hint: "Write it directly inside choice(\"…\") { … }."
            )
        )
        return nil
    }
}

/// One recorded state.
struct StateDraft: Sendable {
    var name: String
    var type: String
    /// The fields of ASL beside `Type`, `Next`, `End`, `Catch`, `Choices`, `Branches` and `ItemProcessor`.
    var fields: JSONObject
    var place: SourcePlace
    var sequence: Int
    /// The variable that holds its result, assigned only where something refers to it.
    var variable: String?
    /// Assignments that the author wrote.
    var assignments = JSONObject()
    var retriers: [JSON] = []
    var catchers: [CatcherDraft] = []
    var rules: [RuleDraft] = []
    var otherwise: TargetDraft?
    var scopes: [Int] = []
    /// Whether it ends its sequence by itself (Succeed, Fail).
    var ends: Bool { type == "Succeed" || type == "Fail" }
}

/// Where a transition leads.
enum TargetDraft: Sendable {
    /// To the first state of a block, or past the owner where the block is empty.
    case block(Int)
    /// To the state of a name.
    case state(String, SourcePlace)
}

struct CatcherDraft: Sendable {
    var errors: [String]
    var target: TargetDraft
    /// The variable that holds the error output, assigned only where something refers to it.
    var variable: String
}

struct RuleDraft: Sendable {
    var condition: JSON
    var target: TargetDraft
    var place: SourcePlace
}

struct SequenceDraft: Sendable {
    var scope: Int
    /// The state after which it goes on; `nil` for a scope's own sequence.
    var owner: Int?
    var states: [Int] = []
    /// A jump that ends it.
    var jump: (name: String, place: SourcePlace)?
    /// What the scope's states that end it give as output, where that is not their own result.
    var output: JSON?
}

struct ScopeDraft: Sendable {
    var owner: Int?
    var item: ItemDraft?
    var sequence: Int
}

/// The variables that stand for the item of a map in its iterations.
struct ItemDraft: Sendable {
    var value: String
    var index: String
}
