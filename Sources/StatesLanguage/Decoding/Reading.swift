import FlowDiagnostics
import FlowJSON
import JSONata

/// Everything that one walk over a definition finds: what is wrong, and what the rules need to judge the rest.
///
/// Only one thread reads a definition, and the walk fills the lists in text order.
final class Reading {
    /// What is wrong so far.
    var diagnostics: [Diagnostic] = []
    /// Every `States` object; the first is the machine's own.
    var scopes: [ScopeOutline] = []
    /// Every state, however deep, whether it could be read or not.
    var states: [StateOutline] = []
    /// Every path, expression, intrinsic call and text that might have been meant as one.
    var expressions: [ExpressionUse] = []
    /// Every name that an `Assign` gives a value.
    var assignments: [Assignment] = []
    /// The query language of the states that don't name one.
    var machineLanguage = QueryLanguage.jsonPath
    /// The machine's own `TimeoutSeconds`, where it is an integer.
    var machineTimeoutSeconds: Int64?
    /// The pointers of paths whose rules only ask for a type.
    var typeTests: Set<String> = []
    /// The machine's own fields.
    var machineFields = JSONObject()
    /// How rules are read where sources disagree.
    var specification = SpecificationReading()
    /// Whether the machine's executions are Express ones.
    var machineIsExpress = false
    /// Every JSONata expression that was compiled so far, by its source.
    private var compiled: [String: Result<Expression, Diagnostic>] = [:]
    private lazy var assignedNames = Set(assignments.map { ByteText($0.name) })
    private var outlines: [String: ExpressionOutline] = [:]
    /// The ways between the states, and what follows from them alone.
    private(set) lazy var graph = FlowGraph(self)
    /// Which variables have a value where.
    private(set) lazy var variables = VariableFlow(self)
    /// What the data of each state looks like.
    private(set) lazy var data = DataFlow(self)
    /// How many names may still be looked at for hints, so that a text full of errors is judged in good time.
    private var hintBudget = 50_000

    /// `Did you mean "…"?` with the name of `names` that was most likely meant, after a prefix such as `$`.
    func suggestion(for name: String, in names: @autoclosure () -> [String], prefix: String = "") -> String? {
        guard hintBudget > 0 else { return nil }
        let names = names()
        hintBudget -= names.count
        return nearestName(to: name, in: names).map { "Did you mean \"\(prefix)\($0)\"?" }
    }

    /// A JSONata expression; it is compiled once, however often it is written.
    func expression(_ source: String) throws(Diagnostic) -> Expression {
        if let known = compiled[source] { return try known.get() }
        let result: Result<Expression, Diagnostic>
        do throws(Diagnostic) {
            result = .success(try Expression(source))
        } catch {
            result = .failure(error)
        }
        compiled[source] = result
        return try result.get()
    }

    /// Whether any state assigns a variable of that name.
    func isAssigned(_ name: String) -> Bool { assignedNames.contains(ByteText(name)) }

    /// What can be said of an expression without evaluating it.
    func outline(of source: String) -> ExpressionOutline? {
        if let known = outlines[source] { return known }
        let outline = Expression.outline(of: source)
        outlines[source] = outline
        return outline
    }

    func report(
        _ code: Diagnostic.Code,
        _ message: String,
        at pointer: String,
        severity: Diagnostic.Severity = .error,
        hint: String? = nil
    ) {
        diagnostics.append(
            Diagnostic(
                code: code,
                severity: severity,
                message: message,
                location: TextLocation(pointer: pointer),
                hint: hint ?? code.commonHint
            )
        )
    }
}

/// One `States` object, as it was written.
struct ScopeOutline {
    /// Where the object stands that holds `StartAt` and `States`.
    let pointer: String
    /// The index of the scope around it, and of the state there that holds it.
    let parent: (scope: Int, state: Int)?
    /// Whether each iteration of it is an execution of its own, which sees no outer variables.
    let isDistributed: Bool
    /// Whether those executions are Express ones.
    let isExpress: Bool
    /// `StartAt`, where it is a text.
    let startAt: String?
    /// The indices of its states.
    var states: [Int] = []
}

/// One state, as it was written.
struct StateOutline {
    let name: String
    let pointer: String
    let fields: JSONObject
    /// `nil` where `Type` is missing or unknown.
    let type: StateType?
    let language: QueryLanguage
    /// The index of the scope that it is in.
    let scope: Int
}

/// A text that is evaluated when a state runs, or looks as if it were meant to be.
struct ExpressionUse {
    enum Kind {
        /// A path that may select anything.
        case path
        /// A path that must select one node.
        case referencePath
        /// The value of `ResultPath`.
        case resultPath
        /// JSONata between its delimiters.
        case jsonata(ExpressionText)
        /// A text in a JSONata template that is no expression.
        case jsonataText
        /// A text in a payload template under a key without `.$`.
        case payloadText(key: String)
        /// A call of an intrinsic function.
        case intrinsic(IntrinsicCall)
    }

    let kind: Kind
    let text: String
    let pointer: String
    let state: Int
    /// The members of `$states` that exist here, beside `input` and `context`.
    let members: StatesMembers
    /// Whether a choice rule only asks whether something is there.
    var asksForPresence = false
}

/// Members of `$states` that exist in some fields only.
struct StatesMembers: OptionSet, Hashable {
    let rawValue: Int
    static let result = StatesMembers(rawValue: 1)
    static let errorOutput = StatesMembers(rawValue: 2)
}

/// A name that an `Assign` gives a value.
struct Assignment {
    let name: String
    let pointer: String
    let state: Int
}
