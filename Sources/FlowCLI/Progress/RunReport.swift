import FlowDSL
import FlowDiagnostics
import FlowEngine
import FlowJSON
import FlowMachine
import FlowStore
import StatesLanguage

/// What a run came to, for its user.
struct RunReport {
    var flow: String
    /// The execution's ARN.
    var id: String
    var name: String
    var status: RunStatus
    var output: JSON?
    var error: String?
    var cause: String?
    /// The state that was entered last before the failure.
    var failedState: String?
    /// Where that state stands in the flow's Swift.
    var place: String?
    var elapsed: Duration

    /// The report of a run in this process.
    init(_ result: ExecutionResult, of flow: String, compiled: CompiledFlow?, in program: Program, elapsed: Duration) {
        self.flow = flow
        id = result.id.text
        name = id.split(separator: ":").last.map(String.init) ?? id
        status = RunStatus(aws: result.status.name)
        output = result.output
        error = result.error
        cause = result.cause
        self.elapsed = elapsed
        guard status == .failed else { return }
        failedState = result.history.last { $0.stateName(in: program) != nil }?.stateName(in: program)
        place = failedState.flatMap { compiled?.places[$0] }.flatMap { location in
            location.file.map { "\($0):\(location.line ?? 0)" }
        }
    }

    /// The report of a run that others had.
    init(_ details: RunDetails, failedState: String?, now: Timestamp) {
        flow = details.summary.flow
        id = details.summary.id
        name = details.summary.name
        status = details.summary.status
        output = details.output
        error = details.error
        cause = details.cause
        elapsed = details.summary.elapsed(until: now)
        self.failedState = status == .failed ? failedState : nil
    }

    func show(asJSON: Bool, isQuiet: Bool) {
        if asJSON {
            Terminal.standardOutput.write(JSON.object(["result": json]).text + "\n")
            return
        }
        if !isQuiet { Terminal.standardError.write(sentence + "\n") }
        if let output {
            Terminal.standardOutput.write(output.prettyText + "\n")
        } else if isQuiet {
            Terminal.standardError.write(sentence + "\n")
        }
    }

    private var json: JSON {
        var object: JSONObject = ["status": .string(status.awsName), "name": .string(id)]
        object["output"] = output
        object["error"] = error.map { .string($0) }
        object["cause"] = cause.map { .string($0) }
        object["state"] = failedState.map { .string($0) }
        object["seconds"] = .double(elapsed / .seconds(1))
        return .object(object)
    }

    private var sentence: String {
        let time = Quantity.duration(elapsed)
        switch status {
        case .succeeded: return "\(flow) succeeded in \(time)."
        case .timedOut: return "\(flow) timed out after \(time)."
        case .aborted: return "\(flow) was stopped after \(time). \(cause ?? "")"
        case .failed, .pendingRedrive:
            let swift = place.map { " (\($0))" } ?? ""
            let state = failedState.map { " in the state \($0)\(swift)" } ?? ""
            return "\(flow) failed after \(time)\(state): \(error ?? "an error without a name")\n  \(cause ?? "")"
        case .running, .interrupted:
            return "\(flow) was interrupted, and no process has it: `flow-task resume \(name)` goes on with it."
        }
    }
}
