import FlowJSON
import FlowMachine
import StatesLanguage

/// One run of a distributed Map in virtual time.
struct VirtualMapRun {
    let order: MapRunOrder
    /// The execution that its Map state is in.
    let owner: Int
    let processor: MapProcessor
    /// The inputs of its children.
    let inputs: [ItemBatch.Input]
    let form: ResultForm
    /// The first child that has not begun.
    var next = 0
    var running: Set<Int> = []
    var results: [JSON?]
    var failedItems = 0
    var isOver = false

    init(_ order: MapRunOrder, of owner: Int, _ processor: MapProcessor, _ inputs: [ItemBatch.Input]) {
        self.order = order
        self.owner = owner
        self.processor = processor
        self.inputs = inputs
        results = [JSON?](repeating: nil, count: inputs.count)
        form = ResultForm(order.writer)
    }

    var hasRoom: Bool {
        next < inputs.count && (order.maxConcurrency == 0 || Int64(running.count) < order.maxConcurrency)
    }

    /// Whether more items failed than the state tolerates.
    var exceedsToleratedFailures: Bool {
        guard failedItems > 0 else { return false }
        guard order.toleratedFailureCount != nil || order.toleratedFailurePercentage != nil else { return true }
        if let count = order.toleratedFailureCount, Int64(failedItems) > count { return true }
        guard let percentage = order.toleratedFailurePercentage else { return false }
        let all = inputs.reduce(0) { $0 + $1.items }
        return 100 * Double(failedItems) > percentage * Double(all)
    }

    /// The state's result, once all children are over.
    var result: JSON {
        if let writer = order.writer, writer.resource != nil {
            let prefix = writer.arguments["Prefix"]?.stringValue.map { "\($0)/" } ?? ""
            let name = order.arn.split(separator: ":").last.map(String.init) ?? ""
            return [
                "MapRunArn": .string(order.arn),
                "ResultWriterDetails": [
                    "Bucket": writer.arguments["Bucket"] ?? "", "Key": .string("\(prefix)\(name)/manifest.json"),
                ],
            ]
        }
        return form.list(results.compactMap(\.self))
    }
}

extension VirtualRun {
    /// Begins a map run: its items are selected and put together, its first children start.
    mutating func startMapRun(_ order: MapRunOrder, of owner: Int) {
        let program = executions[owner].interpreter.program
        guard let processor = program.processor(of: order) else { return }
        do throws(TaskFailure) {
            let inputs = try inputs(of: order, in: program)
            mapRuns.append(VirtualMapRun(order, of: owner, processor, inputs))
            continueMapRun(mapRuns.count - 1)
        } catch {
            schedule(.event(.mapRunFailed(order.id, error)), at: now, for: owner)
        }
    }

    /// Ends a map run whose result is no longer wanted.
    mutating func cancelMapRun(_ id: MapRunID, of owner: Int) {
        guard let run = mapRuns.firstIndex(where: { $0.owner == owner && $0.order.id == id }) else { return }
        end(run)
    }

    /// Takes a child's end.
    mutating func childEnded(_ parent: (run: Int, child: Int), _ status: ExecutionStatus, _ index: Int) {
        guard !mapRuns[parent.run].isOver else { return }
        let interpreter = executions[index].interpreter
        mapRuns[parent.run].running.remove(index)
        let child = ChildRecord(
            identity: interpreter.identity,
            input: mapRuns[parent.run].inputs[parent.child].value,
            startedAt: interpreter.startedAt ?? now,
            stoppedAt: now
        )
        mapRuns[parent.run].results[parent.child] = child.result(status, in: mapRuns[parent.run].form)
        if case .succeeded = status {
        } else {
            mapRuns[parent.run].failedItems += mapRuns[parent.run].inputs[parent.child].items
        }
        guard mapRuns[parent.run].exceedsToleratedFailures else { return continueMapRun(parent.run) }
        let failure = TaskFailure(
            error: .exceedToleratedFailureThreshold,
            cause: "The specified tolerated failure threshold was exceeded"
        )
        let run = mapRuns[parent.run]
        end(parent.run)
        schedule(.event(.mapRunFailed(run.order.id, failure)), at: now, for: run.owner)
    }

    private mutating func continueMapRun(_ number: Int) {
        while mapRuns[number].hasRoom {
            let run = mapRuns[number]
            mapRuns[number].next += 1
            mapRuns[number].running.insert(executions.count)
            let identity = executions[run.owner].interpreter.identity.child(run.next, of: run.order)
            begin(run.processor.program, identity, input: run.inputs[run.next].value, parent: (number, run.next))
        }
        let run = mapRuns[number]
        guard run.running.isEmpty else { return }
        mapRuns[number].isOver = true
        schedule(.event(.mapRunSucceeded(run.order.id, run.result)), at: now, for: run.owner)
    }

    private mutating func end(_ run: Int) {
        mapRuns[run].isOver = true
        for child in mapRuns[run].running { executions[child].isStopped = true }
    }

    private mutating func inputs(of order: MapRunOrder, in program: Program) throws(TaskFailure) -> [ItemBatch.Input] {
        let selection = ItemSelection(of: order, in: program)
        var batch = ItemBatch(order.batches, payloadBytes: 262_144)
        var inputs: [ItemBatch.Input] = []
        let (values, keys) = items(of: order)
        for (index, value) in values.enumerated() {
            let item = try selection.input(for: value, key: keys?[index], at: index)
            if let input = batch.add(item) { inputs.append(input) }
        }
        if let rest = batch.finish() { inputs.append(rest) }
        guard !inputs.contains(where: { $0.value.utf8Count > 262_144 }) else { throw order.inputIsTooLarge }
        return inputs
    }

    /// The items, and the names of members where they are those of an object.
    private mutating func items(of order: MapRunOrder) -> (values: [JSON], keys: [String]?) {
        switch order.source {
        case .stateData(let items):
            return (items.arrayValue ?? items.objectValue?.values ?? [], items.objectValue?.keys)
        case .reader(let reader):
            guard let items = test.mocks[order.stateName]?.items else {
                noteUnanswered(Call(state: order.stateName, arguments: reader.arguments))
                return ([], nil)
            }
            let most = reader.maxItems.flatMap { $0 > 0 ? Int(clamping: $0) : nil } ?? items.count
            return (Array(items.prefix(most)), nil)
        }
    }
}
