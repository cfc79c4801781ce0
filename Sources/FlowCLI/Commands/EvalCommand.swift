import ArgumentParser
import FlowJSON
import JSONata

/// The command `flow-task eval`.
struct EvalCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "eval",
        abstract: "Evaluates one JSONata or JSONPath expression, or a batch of them line by line.",
        discussion: """
            Examples:
              flow-task eval '$sum(orders.amount)' --input orders.json
              flow-task eval --language jsonpath '$.orders[?(@.amount > 10)]' --input orders.json
              flow-task eval --explain '$sum(orders.amount)'
              flow-task eval < requests.ndjson

            Without an expression each line of standard input is a request, and each line of the answer a reply:
              {"id": 1, "language": "jsonata", "expression": "a + 1", "input": {"a": 1}} → {"id": 1, "result": 2}
            """
    )

    @Argument(help: "The expression; a batch from standard input when left out.")
    var expression: String?

    @Option(help: "JSON, a file, or - for standard input.")
    var input: String?

    @Option(help: "jsonata or jsonpath.")
    var language = QueryKind.jsonata

    @Option(help: "The version of JSONata: 2.2, 2.0.6, or step-functions for what AWS evaluates.")
    var jsonata = JSONataVersion.latest

    @Flag(help: "Show the program that a JSONata expression is compiled to, without evaluating it.")
    var explain = false

    func validate() throws {
        if explain, expression == nil || language != .jsonata {
            throw ValidationError("--explain takes a JSONata expression.")
        }
    }

    func run() throws {
        if explain, let expression {
            Terminal.standardOutput.write(try explanation(of: expression))
            return
        }
        guard let expression else {
            EvaluationBatch(defaultDialect: jsonata.dialect).run()
            return
        }
        let request = EvaluationRequest(
            language: language,
            expression: expression,
            input: try input.map { try JSONFile.read($0) },
            dialect: jsonata.dialect
        )
        switch try evaluate(request) {
        case .value(let json): Terminal.standardOutput.write(json.prettyText + "\n")
        case .undefined: Terminal.standardError.write("undefined: the expression gives nothing for this input\n")
        case .function: Terminal.standardError.write("the expression gives a function\n")
        }
    }

    private func explanation(of source: String) throws(CommandFailure) -> String {
        do throws(EvaluationError) {
            return try Expression(parsing: source, dialect: jsonata.dialect).explanation
        } catch {
            throw CommandFailure([error.diagnostic(in: source)], source: source, status: .failed)
        }
    }

    private func evaluate(_ request: EvaluationRequest) throws(CommandFailure) -> EvaluationReply {
        do {
            return try PreparedExpression(request).evaluate()
        } catch {
            throw CommandFailure(
                [error.diagnostic(in: request.expression)],
                source: request.expression,
                status: .failed
            )
        }
    }
}

/// The query languages.
enum QueryKind: String, CaseIterable, ExpressibleByArgument {
    case jsonata
    case jsonpath
}

/// The versions of JSONata that can be asked for.
enum JSONataVersion: String, CaseIterable, ExpressibleByArgument {
    case latest = "2.2"
    case old = "2.0.6"
    case stepFunctions = "step-functions"

    var dialect: Dialect {
        switch self {
        case .latest: .reference
        case .old: .reference206
        case .stepFunctions: .stepFunctions
        }
    }
}
