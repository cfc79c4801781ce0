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
        let value = child.record.result(status, in: transformation)
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
        // Not `?:`, whose nil would be JSON's null.
        if isTooLarge { return nil }
        return transformation.list(values.compactMap(\.self))
    }
}

extension MapRun.EndedChild {
    /// What a `ResultWriter` is given.
    func result(_ status: ExecutionStatus, in form: ResultForm) -> ChildResult {
        guard case .succeeded(let output) = status else {
            return ChildResult(outcome: .failed, record: record.json(status), output: nil)
        }
        return ChildResult(outcome: .succeeded, record: form == .whole ? record.json(status) : .null, output: output)
    }

    /// What is known of the child.
    var record: ChildRecord {
        ChildRecord(
            identity: identity,
            input: input,
            startedAt: startedAt,
            stoppedAt: stoppedAt,
            redriveCount: redriveCount
        )
    }
}
