import FlowDiagnostics
import StatesLanguage

/// A field that is written out, or found when the state runs.
enum CompiledDynamic<Literal: Hashable & Sendable>: Sendable {
    case literal(Literal)
    case path(CompiledPath)
    case expression(CompiledExpression)

    init(_ value: Dynamic<Literal>, field: String, in names: VariableNames) throws(Diagnostic) {
        switch value {
        case .literal(let literal): self = .literal(literal)
        case .path(let text): self = .path(try CompiledPath(text, in: names))
        case .expression(let text):
            self = .expression(try CompiledExpression(text, at: FieldLocation(field), in: names))
        }
    }

    var readsContext: Bool {
        switch self {
        case .literal: false
        case .path(let path): path.readsContext
        case .expression(let expression): expression.readsContext
        }
    }
}

/// A text of a state.
typealias CompiledText = CompiledDynamic<String>
