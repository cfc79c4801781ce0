import FlowJSON
import FlowMachine
import FlowStore
import FlowTasks
import StatesLanguage

/// Collects the results of a map run that are the state's own result, in the order of the children.
struct MapResults {
    private let transformation: ResultForm
    private let limit: Int
    private var values: [JSON?] = []
    private var bytes = 2
    /// Whether they are too large together; then none is kept.
    private(set) var isTooLarge = false

    init(_ transformation: ResultForm, payloadBytes: Int?) {
        self.transformation = transformation
        limit = payloadBytes ?? .max
    }

    mutating func add(_ child: MapRun.EndedChild, _ status: ExecutionStatus) {
        guard !isTooLarge else { return }
        let value: JSON
        // A failure keeps its whole record, whatever the form.
        if case .succeeded(let output) = status, transformation != .whole {
            value = output
        } else {
            value = child.record(status)
        }
        if transformation == .flattened, case .array(let elements) = value {
            bytes += elements.isEmpty ? 0 : value.utf8Count - 1
        } else {
            bytes += value.utf8Count + 1
        }
        // One comma less than values.
        guard bytes - 1 <= limit else {
            isTooLarge = true
            values = []
            return
        }
        while values.count <= child.number { values.append(nil) }
        values[child.number] = value
    }

    /// The list of all results, or `nil` where it is too large.
    var result: JSON? {
        if isTooLarge { return nil }
        guard transformation == .flattened else { return .array(values.compactMap(\.self)) }
        var flat: [JSON] = []
        for value in values {
            if case .array(let elements)? = value {
                flat += elements
            } else if let value {
                flat.append(value)
            }
        }
        return .array(flat)
    }
}

/// How a map run's results are shaped: the values of `Transformation`.
enum ResultForm: String {
    /// With all that is known of each child.
    case whole = "NONE"
    /// Outputs alone.
    case compact = "COMPACT"
    /// Outputs alone; lists among them are put together.
    case flattened = "FLATTEN"

    /// The form that an order asks for; AWS's default where it doesn't say.
    init(_ order: ResultWriterOrder?) {
        let usual: ResultForm = order?.resource == nil ? .compact : .whole
        self = order?.configuration.transformation.flatMap(ResultForm.init(rawValue:)) ?? usual
    }
}

extension MapRun.EndedChild {
    /// What a `ResultWriter` is given.
    func result(_ status: ExecutionStatus, in form: ResultForm) -> ChildResult {
        guard case .succeeded(let output) = status else {
            return ChildResult(outcome: .failed, record: record(status), output: nil)
        }
        return ChildResult(outcome: .succeeded, record: form == .whole ? record(status) : .null, output: output)
    }

    /// All that is known of the child, as AWS writes it.
    func record(_ status: ExecutionStatus) -> JSON {
        var record: JSONObject = ["ExecutionArn": .string(identity.id)]
        record["Input"] = .string(input.text)
        record["InputDetails"] = ["Included": true]
        record["Name"] = .string(identity.name)
        switch status {
        case .succeeded(let output):
            record["Output"] = .string(output.text)
            record["OutputDetails"] = ["Included": true]
        case .failed(let error, let cause), .aborted(let error, let cause):
            record["Error"] = error.map(JSON.string)
            record["Cause"] = cause.map(JSON.string)
        case .timedOut: break
        }
        record["RedriveCount"] = .integer(Int64(redriveCount))
        if case .succeeded = status {
            record["RedriveStatus"] = "NOT_REDRIVABLE"
            record["RedriveStatusReason"] = "Execution is SUCCEEDED and cannot be redriven"
        } else {
            record["RedriveStatus"] = "REDRIVABLE_BY_MAP_RUN"
        }
        record["StartDate"] = .string(startedAt.description)
        record["StateMachineArn"] = .string(identity.stateMachineID)
        record["Status"] = .string(status.name)
        record["StopDate"] = .string(stoppedAt.description)
        return .object(record)
    }
}
