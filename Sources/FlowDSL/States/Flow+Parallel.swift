import FlowJSON
public import FlowTasks

extension Flow {
    /// Adds a Parallel state: runs the branches at the same time, and gives what each returns.
    @discardableResult
    public func parallel<each Result: BodyResult>(
        _ name: String,
        _ branch: repeat () -> each Result,
        file: String = #fileID,
        line: UInt = #line
    ) -> (repeat Value<(each Result).Output>) {
        let added: StateResult<JSON> = add(name, "Parallel", [:], SourcePlace(file: file, line: line))
        var index = -1
        return (repeat record(each branch, of: added, number: &index))
    }

    private func record<Result: BodyResult>(
        _ branch: () -> Result,
        of parallel: StateResult<JSON>,
        number: inout Int
    ) -> Value<Result.Output> {
        number += 1
        let recorder = parallel.recorder
        let sequence = recorder.edit { $0.addScope(of: parallel.state) }
        let output = recorder.inside(sequence) { branch() }
        recorder.edit { $0.sequences[sequence].output = output.result.template }
        return Value(jsonata: "\(parallel.result.source)[\(number)]")
    }
}
