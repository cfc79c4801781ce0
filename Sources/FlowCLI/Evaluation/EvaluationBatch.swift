import FlowDiagnostics
import FlowJSON
import Glibc
import JSONata

/// Answers requests line by line, in order, each reply flushed.
///
/// A request with `"bench": true` is timed inside of the process: compiled once (or each time, with `"compile": true`), warmed
/// up, and repeated.
struct EvaluationBatch {
    var defaultDialect: Dialect

    /// The evaluator counts steps, not time: so many fit into a millisecond on a machine that does other things, too.
    private let stepsInAMillisecond = 6_000

    /// Answers standard input until it ends.
    func run() {
        while let line = readLine(strippingNewline: true) {
            if line.isEmpty { continue }
            Terminal.standardOutput.write(reply(to: line).text + "\n")
        }
    }

    /// The reply to one line.
    func reply(to line: String) -> JSON {
        let message: JSON
        let source: String?
        do {
            var options = JSON.ParsingOptions(maximumDepth: 5_000, loneSurrogates: .replaced)
            message = try JSON(parsing: line, options: options)
            if let text = message["expression"]?.stringValue, text.unicodeScalars.contains("\u{fffd}") {
                // Half a surrogate pair in an expression is an escape of the expression's own.
                options.loneSurrogates = .kept
                source = try JSON(parsing: line, options: options)["expression"]?.stringValue
            } else {
                source = message["expression"]?.stringValue
            }
        } catch {
            return failure(EvaluationFailure(code: "INVALID_JSON", message: error.message), id: nil)
        }
        let id = message["id"]
        do {
            let request = try request(of: message, source)
            if message["bench"]?.boolValue == true { return try measure(request, message, id) }
            var reply: JSONObject = ["id": id ?? .null]
            switch try PreparedExpression(request).evaluate() {
            case .value(let value): reply["result"] = value
            case .undefined: reply["undefined"] = true
            case .function: reply["function"] = true
            }
            return .object(reply)
        } catch {
            return failure(error, id: id, hasLimits: message["timelimit_ms"] != nil || message["depth"] != nil)
        }
    }

    private func request(of message: JSON, _ expression: String?) throws(EvaluationFailure) -> EvaluationRequest {
        guard let expression else {
            throw EvaluationFailure(code: "INVALID_REQUEST", message: "The request has no text \"expression\".")
        }
        guard let language = QueryKind(rawValue: message["language"]?.stringValue ?? "jsonata") else {
            throw EvaluationFailure(code: "INVALID_REQUEST", message: "\"language\" is jsonata or jsonpath.")
        }
        var request = EvaluationRequest(language: language, expression: expression, dialect: defaultDialect)
        request.input = try input(of: message)
        request.bindings = message["bindings"]?.objectValue ?? JSONObject()
        if message["dialect"]?.stringValue == "step-functions" { request.dialect = .stepFunctions }
        var limits = request.dialect == .stepFunctions ? Limits.stepFunctions : .generous
        if let depth = message["depth"]?.integerValue { limits.depth = Int(clamping: depth) }
        if let time = message["timelimit_ms"]?.integerValue {
            let (steps, isTooMuch) = Int(clamping: max(0, time)).multipliedReportingOverflow(by: stepsInAMillisecond)
            limits.steps = isTooMuch ? .max : steps
        }
        request.limits = limits
        return request
    }

    private func input(of message: JSON) throws(EvaluationFailure) -> JSON? {
        guard let path = message["input_file"]?.stringValue else { return message["input"] }
        do {
            return try JSONFile.parse(try LocalFile.read(path), named: path)
        } catch {
            throw EvaluationFailure(code: "INVALID_INPUT", message: error.text)
        }
    }

    private func measure(
        _ request: EvaluationRequest,
        _ message: JSON,
        _ id: JSON?
    ) throws(EvaluationFailure) -> JSON {
        let iterations = max(1, Int(clamping: message["iterations"]?.integerValue ?? 1))
        let warmup = Int(clamping: message["warmup"]?.integerValue ?? 0)
        let compiles = message["compile"]?.boolValue == true
        var prepared = try PreparedExpression(request)
        var result = EvaluationReply.undefined
        var start = ContinuousClock.now
        for round in 0..<(warmup + iterations) {
            if round == warmup { start = ContinuousClock.now }
            if compiles {
                prepared = try PreparedExpression(request)
            } else {
                result = try prepared.evaluate()
            }
        }
        let elapsed = ContinuousClock.now - start
        if compiles { result = try prepared.evaluate() }
        var reply: JSONObject = ["id": id ?? .null]
        reply["seconds"] = .double(elapsed / .seconds(1))
        reply["iterations"] = .integer(Int64(iterations))
        if case .value(let value) = result { reply["result"] = value }
        return .object(reply)
    }

    private func failure(_ failure: EvaluationFailure, id: JSON?, hasLimits: Bool = false) -> JSON {
        // The limits of the request are the harness's, which has one code for them.
        let isLimit = hasLimits && ["D1011", "D1012", "D1013"].contains(failure.code)
        var error: JSONObject = ["code": .string(isLimit ? "U1001" : failure.code)]
        error["position"] = failure.position.map { .integer(Int64($0)) }
        error["token"] = failure.token.map { .string($0) }
        error["message"] = .string(failure.message)
        return .object(["id": id ?? .null, "error": .object(error)])
    }
}
