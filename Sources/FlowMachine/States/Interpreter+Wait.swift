import FlowJSON
import StatesLanguage

extension Interpreter {
    /// The longest wait, in seconds: what AWS was seen to accept.
    private static let longestWaitInSeconds: Int64 = 2_147_483_647

    mutating func wait(
        _ scope: ScopeIndex,
        _ plan: StatePlan,
        _ wait: WaitPlan,
        at now: Timestamp,
        into outcome: inout Outcome
    ) throws(Fault) {
        var view = view(of: scope, plan)
        if plan.language == .jsonPath { view.input = try plan.flow.inputPath.value(in: view) }
        inspect(scope) { $0.afterInputPath = view.input }
        let moment: Timestamp
        switch wait {
        case .seconds(let seconds): moment = now.adding(seconds: try waitSeconds(seconds, in: view))
        case .timestamp(let timestamp): moment = try waitTimestamp(timestamp, in: view)
        }
        guard moment <= now.adding(seconds: Self.longestWaitInSeconds) else {
            throw .runtime("Wait state delay is too long.")
        }
        guard moment > now, !isInspected(scope) else { return try leaveWait(scope, plan, at: now, into: &outcome) }
        startWait(scope, until: moment, into: &outcome)
    }

    mutating func startWait(_ scope: ScopeIndex, until moment: Timestamp, into outcome: inout Outcome) {
        let timer = startTimer(.wait(scope, until: moment), at: moment, into: &outcome)
        scopes[scope.position].phase = .waiting(timer)
    }

    mutating func waitIsOver(_ scope: ScopeIndex, at now: Timestamp, into outcome: inout Outcome) {
        let plan = program.plans[scopes[scope.position].state.position]
        do throws(Fault) { try leaveWait(scope, plan, at: now, into: &outcome) } catch {
            recover(scope, from: error, at: now, into: &outcome)
        }
    }

    private mutating func leaveWait(
        _ scope: ScopeIndex,
        _ plan: StatePlan,
        at now: Timestamp,
        into outcome: inout Outcome
    ) throws(Fault) {
        let view = view(of: scope, plan)
        let effective = plan.language == .jsonPath ? try plan.flow.inputPath.value(in: view) : view.input
        let assigned = try plan.assign?.values(in: view.with(input: effective)) ?? .nothing
        let output = try outputOfInput(of: scope, plan, plan.flow.output, in: view)
        try leave(scope, plan, output: output, assigned: assigned, to: plan.next, at: now, into: &outcome)
    }

    private func waitSeconds(_ seconds: CompiledNumber, in view: DataView) throws(Fault) -> Int64 {
        guard case .path(let path) = seconds else { return try seconds.value(of: "Seconds", atLeast: 0, in: view) }
        let value: JSON
        do throws(PathMiss) { value = try path.value(in: view) } catch {
            throw .runtime("The SecondsPath parameter does not reference an input value: \(path.text)")
        }
        guard case .integer(let number) = value else {
            throw .runtime(
                "The SecondsPath parameter cannot be parsed as a long value: \(path.text) == \(value.plainText)"
            )
        }
        guard number >= 0 else {
            throw .runtime("The SecondsPath parameter references a negative value: \(path.text) == \(number)")
        }
        return number
    }

    private func waitTimestamp(_ timestamp: CompiledText, in view: DataView) throws(Fault) -> Timestamp {
        switch timestamp {
        case .literal(let text):
            if let moment = Timestamp(text) { return moment }
            throw .runtime("The Timestamp field cannot be parsed: \(text)")
        case .path(let path):
            let value: JSON
            do throws(PathMiss) { value = try path.value(in: view) } catch {
                throw .runtime("The TimestampPath parameter does not reference an input value: \(path.text)")
            }
            if case .string(let text) = value, let moment = Timestamp(text) { return moment }
            throw .runtime(
                "The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format "
                    + "string: \(path.text) == \(value.plainText)"
            )
        case .expression(let expression):
            let value = try expression.value(in: view)
            guard case .string(let text) = value else {
                throw expression.unexpectedType(value, expected: "string")
            }
            if let moment = Timestamp(text) { return moment }
            throw .evaluation(
                "The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: \(text)",
                at: expression.location
            )
        }
    }
}

extension JSON {
    /// The value in a cause: a string without its quotes.
    var plainText: String { stringValue ?? text }
}
