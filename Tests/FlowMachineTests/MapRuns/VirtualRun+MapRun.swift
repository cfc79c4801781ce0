import FlowJSON
import FlowMachine
import StatesLanguage

extension VirtualRun {
    /// Runs the children of the earliest map run one after another, in time that goes by, and answers it.
    ///
    /// Children that need a task fail; the first failure fails the map run, as where nothing is tolerated.
    mutating func answerMapRun() {
        guard let order = mapRuns.values.min(by: { $0.id < $1.id }), let processor = program.processor(of: order) else {
            return
        }
        do throws(TaskFailure) {
            var outputs: [JSON] = []
            for input in try inputs(of: order) {
                let identity = identity.child(outputs.count, of: order)
                var child = VirtualRun(processor.program, identity: identity, seed: UInt64(outputs.count))
                child.now = now
                child.run(input)
                now = child.now
                guard case .succeeded(let output)? = child.status else {
                    throw TaskFailure(
                        error: .exceedToleratedFailureThreshold,
                        cause: "The specified tolerated failure threshold was exceeded"
                    )
                }
                outputs.append(output)
            }
            send(.mapRunSucceeded(order.id, .array(outputs)))
        } catch {
            send(.mapRunFailed(order.id, error))
        }
    }

    /// What the children of a map run are given.
    func inputs(of order: MapRunOrder) throws(TaskFailure) -> [JSON] {
        guard case .stateData(let items) = order.source else {
            throw TaskFailure(error: .itemReaderFailed, cause: "There is nothing to read.")
        }
        let selection = ItemSelection(of: order, in: program)
        var batch = ItemBatch(order.batches, payloadBytes: 262_144)
        var inputs: [JSON] = []
        let values = items.arrayValue ?? items.objectValue?.values ?? []
        for (index, value) in values.enumerated() {
            let item = try selection.input(for: value, key: items.objectValue?.keys[index], at: index)
            if let input = batch.add(item) { inputs.append(input.value) }
        }
        if let input = batch.finish() { inputs.append(input.value) }
        return inputs
    }
}
