import FlowDiagnostics
import FlowJSON

/// One thing that the validator looks for; it reports to the reading.
///
/// Reading itself finds A01 to A03, A07 to A11, A17 to A24, B03, B04, B08, C03 and C05, since they say what could not be
/// read; everything that could be read is judged by a rule.
struct Rule: Sendable {
    let judge: @Sendable (Reading) -> Void

    init(_ judge: @escaping @Sendable (Reading) -> Void) { self.judge = judge }

    /// A rule that judges one state at a time.
    static func eachState(_ judge: @escaping @Sendable (StateFields) -> Void) -> Rule {
        Rule { reading in
            for index in reading.states.indices { judge(StateFields(reading: reading, index: index)) }
        }
    }

    /// A rule that judges one expression at a time.
    static func eachExpression(_ judge: @escaping @Sendable (ExpressionUse, Reading) -> Void) -> Rule {
        Rule { reading in
            for use in reading.expressions { judge(use, reading) }
        }
    }

    /// The rules of the language itself: what AWS refuses, and what is written but never evaluated.
    static let language = structure + values + retries + maps + resources + paths + expressions + assignments
    /// The rules about what an execution does, and about habits; AWS accepts what they find.
    static let conduct = flow + hygiene
}

/// Which rules judge a definition.
package enum RuleSelection: Sendable {
    /// Those of the language itself; a machine that AWS accepts has no error.
    case language
    /// Every rule.
    case all

    var rules: [Rule] {
        switch self {
        case .language: Rule.language
        case .all: Rule.language + Rule.conduct
        }
    }
}

/// A state's fields as a rule looks at them.
struct StateFields {
    let reading: Reading
    let index: Int

    var state: StateOutline { reading.states[index] }
    var type: StateType? { state.type }

    subscript(field: String) -> JSON? { state.fields[field] }

    func report(
        _ code: Diagnostic.Code,
        _ message: String,
        at place: String,
        severity: Diagnostic.Severity = .error,
        hint: String? = nil
    ) {
        let pointer = place.isEmpty ? state.pointer : "\(state.pointer)/\(place)"
        reading.report(code, message, at: pointer, severity: severity, hint: hint)
    }

    /// The objects of a list such as `Retry`, each with its place.
    func objects(in field: String) -> [(fields: JSONObject, place: String)] {
        (state.fields[field]?.arrayValue ?? []).enumerated().compactMap { index, element in
            element.objectValue.map { ($0, "\(field)/\(index)") }
        }
    }

    /// An object such as `ItemReader`, with its place.
    func object(_ field: String) -> (fields: JSONObject, place: String)? {
        state.fields[field]?.objectValue.map { ($0, field) }
    }
}
