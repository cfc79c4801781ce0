import FlowDSL
import FlowDiagnostics
import FlowEngine
import FlowJSON
import FlowMachine
import FlowStore

/// What a run came to, for its user.
struct RunReport {
    var result: ExecutionResult
    var machine: NamedMachine
    var program: Program
    var elapsed: Duration

    func show(asJSON: Bool, isQuiet: Bool) {
        if asJSON {
            Terminal.standardOutput.write(JSON.object(["result": json]).text + "\n")
            return
        }
        if !isQuiet { Terminal.standardError.write(sentence + "\n") }
        if let output = result.output {
            Terminal.standardOutput.write(output.prettyText + "\n")
        } else if isQuiet {
            Terminal.standardError.write(sentence + "\n")
        }
    }

    private var json: JSON {
        var object: JSONObject = ["status": .string(result.status.name), "name": .string(result.id.text)]
        object["output"] = result.output
        object["error"] = result.error.map { .string($0) }
        object["cause"] = result.cause.map { .string($0) }
        object["state"] = failedState.map { .string($0) }
        object["seconds"] = .double(elapsed / .seconds(1))
        return .object(object)
    }

    private var sentence: String {
        let time = Quantity.duration(elapsed)
        switch result.status {
        case .succeeded: return "\(machine.name) succeeded in \(time)."
        case .timedOut: return "\(machine.name) timed out after \(time)."
        case .aborted(_, let cause): return "\(machine.name) was stopped after \(time). \(cause ?? "")"
        case .failed(let error, let cause):
            let place = failedState.map { state in
                let swift = machine.flow?.places[state].flatMap { location in
                    location.file.map { " (\($0):\(location.line ?? 0))" }
                }
                return " in the state \(state)\(swift ?? "")"
            }
            return
                "\(machine.name) failed after \(time)\(place ?? ""): \(error ?? "an error without a name")\n  \(cause ?? "")"
        }
    }

    /// The state that was entered last before the failure.
    private var failedState: String? {
        guard case .failed = result.status else { return nil }
        return result.history.last { $0.stateName(in: program) != nil }?.stateName(in: program)
    }
}
