import FlowJSON
import JSONata
import Testing

@Suite("The language's own cases", .enabled(if: Suite.isPresent))
struct SuiteTests {
    @Test("jsonata-js's cases pass")
    func reference() throws {
        let failed = try failures(Suite("jsonata-open.ndjson"))
        #expect(failed.isEmpty, "\(failed.values.sorted())")
    }

    @Test("Step Functions' cases pass")
    func stepFunctions() throws {
        let failed = try failures(Suite("jsonata-step-functions.ndjson"))
        #expect(failed.isEmpty, "\(failed.values.sorted())")
    }

    @Test("jsonata-js's cases pass in its version 2.0.6, but for those that are newer")
    func version206() throws {
        let newer = try Suite.newerThan206()
        let failed = try failures(Suite("jsonata-open.ndjson"), in: .reference206).filter { !newer.contains($0.key) }
        #expect(failed.isEmpty, "\(failed.values.sorted())")
    }

    private func failures(_ suite: Suite, in dialect: Dialect = .reference) throws -> [String: String] {
        var failed: [String: String] = [:]
        for one in suite.cases {
            // What is not finite is a text once it is written, as Step Functions shows it.
            let reply = try JSON(parsing: Self.reply(to: one, in: dialect).text)
            if !Self.fits(reply, one.expected) { failed[one.id] = "\(one.id): \(reply.text.prefix(200))" }
        }
        return failed
    }

    private static func reply(to one: Suite.Case, in dialect: Dialect) -> JSON {
        let request = one.request
        let isStepFunctions = request["dialect"]?.stringValue == "step-functions"
        var limits: Limits = isStepFunctions ? .stepFunctions : .generous
        if let depth = request["depth"]?.integerValue {
            limits.depth = Int(depth)
            limits.steps = 20_000_000
        }
        do throws(EvaluationError) {
            let expression = try Expression(
                parsing: request["expression"]?.stringValue ?? "",
                dialect: isStepFunctions ? .stepFunctions : dialect
            )
            let bindings = request["bindings"]?.objectValue ?? [:]
            let result = try expression.evaluate(
                input: one.input,
                globals: expression.globals.map { $0.value(in: bindings) },
                environment: Environment(now: 1_700_000_000_000, seed: 7),
                limits: limits
            )
            return result.map { ["result": $0] } ?? ["undefined": true]
        } catch {
            if error.isFunctionResult { return ["function": true] }
            return [
                "error": [
                    "code": .string(error.code), "token": error.token.map { .string($0) } ?? .null,
                    "message": .string(error.message),
                ]
            ]
        }
    }

    /// The harness's own limits have a code of their own, which stands for ours.
    private static let limitCodes: Set<String> = ["U1001", "D1011", "D1012"]

    private static func fits(_ reply: JSON, _ expected: JSON) -> Bool {
        if let also = expected["also"], fits(reply, also) { return true }
        if expected["undefined"] != nil { return reply["undefined"] == true }
        if expected["function"] != nil { return reply["function"] == true }
        if let result = expected["result"] {
            guard let given = reply["result"] else { return false }
            guard expected["unordered"] == true, let left = given.arrayValue, let right = result.arrayValue else {
                return given == result
            }
            return left.count == right.count
                && right.allSatisfy { item in left.count { $0 == item } == right.count { $0 == item } }
        }
        guard let wanted = expected["error"], let error = reply["error"] else { return false }
        if let code = wanted["code"]?.stringValue, let given = error["code"]?.stringValue, code != given,
            !(limitCodes.contains(code) && limitCodes.contains(given))
        {
            return false
        }
        return ["token", "message"].allSatisfy { wanted[$0] == nil || wanted[$0] == error[$0] }
    }
}
