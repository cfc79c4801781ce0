import FlowDiagnostics
import FlowJSON
import JSONPath
import JSONata

/// An expression with what it is evaluated on.
struct EvaluationRequest {
    var language = QueryKind.jsonata
    var expression: String
    var input: JSON?
    var bindings = JSONObject()
    var dialect = Dialect.reference
    var limits: Limits?
}

/// What an expression gives.
enum EvaluationReply {
    case value(JSON)
    case undefined
    case function
}

/// Why an expression gives nothing, as the line protocol tells it.
struct EvaluationFailure: Error {
    var code: String
    var position: Int?
    var token: String?
    var message: String

    func diagnostic(in source: String) -> Diagnostic {
        let location = TextLocation(line: position == nil ? nil : 1, column: position.map { $0 + 1 }, offset: position)
        return Diagnostic(code: Diagnostic.Code(code), message: message, location: location)
    }
}

/// An expression, compiled, with its input.
struct PreparedExpression {
    private enum Form {
        case jsonata(Expression, globals: [JSON?])
        case jsonpath(Path)
    }
    private let form: Form
    private let request: EvaluationRequest

    init(_ request: EvaluationRequest) throws(EvaluationFailure) {
        self.request = request
        switch request.language {
        case .jsonata:
            do {
                let expression = try Expression(parsing: request.expression, dialect: request.dialect)
                form = .jsonata(expression, globals: expression.globals.map { $0.value(in: request.bindings) })
            } catch {
                throw EvaluationFailure(error)
            }
        case .jsonpath:
            do {
                let path = try Path(request.expression)
                form = .jsonpath(path)
                guard path.root != .input else { return }
            } catch {
                throw EvaluationFailure(
                    code: "INVALID_PATH",
                    position: error.location.offset,
                    message: error.message
                )
            }
            throw EvaluationFailure(
                code: "INVALID_PATH",
                message: "Only \"$\" has a value here: \"$$\" and variables are known inside of an execution."
            )
        }
    }

    func evaluate() throws(EvaluationFailure) -> EvaluationReply {
        switch form {
        case .jsonata(let expression, let globals):
            do {
                let environment = Environment.ofThisMoment()
                let result = try expression.evaluate(
                    input: request.input,
                    globals: globals,
                    environment: environment,
                    limits: request.limits
                )
                return result.map(EvaluationReply.value) ?? .undefined
            } catch {
                if error.isFunctionResult { return .function }
                throw EvaluationFailure(error)
            }
        case .jsonpath(let path):
            guard let input = request.input else { return .undefined }
            do {
                return .value(try path.evaluate(on: input))
            } catch {
                throw EvaluationFailure(
                    code: error.code.rawValue,
                    position: nil,
                    token: nil,
                    message: error.description
                )
            }
        }
    }
}

extension EvaluationFailure {
    init(_ error: EvaluationError) {
        self.init(code: error.code, position: error.position, token: error.token, message: error.message)
    }
}
