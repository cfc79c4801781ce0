import FlowDiagnostics
import FlowJSON
import JSONata
import StatesLanguage

/// A JSONata expression of a state, with the places of the variables that it reads.
///
/// A class, since plans that hold it are copied while a machine runs.
final class CompiledExpression: Sendable {
    /// Where the value of a global comes from.
    enum Source: Sendable {
        case variable(slot: Int?)
        case states
        case input
        case result
        case errorOutput
        case context
    }

    /// What stands between the delimiters.
    let source: String
    /// The field, such as `Output/a`.
    let location: String
    let expression: JSONata.Expression
    let globals: [Source]
    let readsContext: Bool

    init(_ text: ExpressionText, at location: FieldLocation, in names: VariableNames) throws(Diagnostic) {
        source = text.source
        self.location = location.description
        expression = try JSONata.Expression(source)
        globals = expression.globals.map { global in
            switch global {
            case .variable(let name): .variable(slot: names.slot(of: name))
            case .states: .states
            case .statesInput: .input
            case .statesResult: .result
            case .statesErrorOutput: .errorOutput
            case .statesContext: .context
            }
        }
        readsContext = expression.globals.contains { $0 == .states || $0 == .statesContext }
    }

    /// The expression's value.
    func value(in view: DataView) throws(Fault) -> JSON {
        let result: JSON?
        do throws(EvaluationError) {
            result = try expression.evaluate(environment: view.environment, limits: .stepFunctions) { index in
                value(of: globals[index], in: view)
            }
        } catch {
            if error.isFunctionResult { throw fault("returned an unsupported result type.") }
            let hasReferenceCode = error.code.utf8.first.map { UInt8(ascii: "A")...UInt8(ascii: "Z") ~= $0 } ?? false
            throw fault(
                "threw an error during evaluation"
                    + (hasReferenceCode && !error.isStepFunctionsOwn
                        ? ". \(error.code): \(error.message)" : ": \(error.message)")
            )
        }
        guard let result else { throw fault("returned nothing (undefined).") }
        return result
    }

    /// A fault that says what the expression did.
    func fault(_ what: String) -> Fault {
        .evaluation("The JSONata expression '\(source)' specified for the field '\(location)' \(what)", at: location)
    }

    /// A fault because the value is of another type than the field needs.
    func unexpectedType(_ value: JSON, expected: String) -> Fault {
        fault(
            "returned an unexpected result type. Expected '\(expected)', but was '\(value.typeName)' for value: "
                + value.text
        )
    }

    private func value(of global: Source, in view: DataView) -> JSON? {
        switch global {
        case .variable(let slot): return view.variable(slot)
        case .input: return view.input
        case .result: return view.result
        case .errorOutput: return view.errorOutput
        case .context: return view.context
        case .states:
            var states = JSONObject()
            states["input"] = view.input
            states["result"] = view.result
            states["errorOutput"] = view.errorOutput
            states["context"] = view.context
            return .object(states)
        }
    }
}

extension EvaluationError {
    /// Whether the error is a bound of Step Functions, which is told without a code.
    fileprivate var isStepFunctionsOwn: Bool { ["D1011", "D1012", "D1013"].contains(code) }
}

extension JSON {
    /// The name of the value's type, as AWS names types in causes.
    var typeName: String {
        switch self {
        case .null: "null"
        case .bool: "boolean"
        case .integer, .double: "number"
        case .string: "string"
        case .array: "array"
        case .object: "object"
        }
    }
}
