import FlowJSON
import JSONata
import StatesLanguage

extension Interpreter {
    /// Begins a run of a distributed Map; child executions do the rest.
    mutating func startMapRun(
        _ scope: ScopeIndex,
        _ plan: StatePlan,
        _ map: MapPlan,
        _ distributed: DistributedPlan,
        at now: Timestamp,
        into outcome: inout Outcome
    ) throws(Fault) {
        var view = view(of: scope, plan)
        if plan.language == .jsonPath { view.input = try plan.flow.inputPath.value(in: view) }
        inspect(scope) { $0.afterInputPath = view.input }
        let maxConcurrency = try map.maxConcurrency?.value(of: "MaxConcurrency", atLeast: 0, in: view) ?? 0
        let (source, length) = try source(of: map, distributed, in: scope, plan, view)
        emit(.mapStateStarted, of: scope, value: .integer(Int64(length)), at: now, into: &outcome)
        let count = try distributed.toleratedCount(in: view)
        let percentage = try distributed.toleratedFailurePercentage?.value(in: view)
        let machine = identity.childMachine(label: distributed.processor.label)
        lastMapRunID += 1
        let order = MapRunOrder(
            id: MapRunID(rawValue: lastMapRunID),
            arn: identity.mapRunARN(machine: machine.name, uuid: random.uuid()),
            stateName: plan.name,
            state: plan.index,
            enteredEventID: scopes[scope.position].enteredEventID,
            childMachine: machine,
            isExpress: distributed.processor.executionType == .express,
            source: source,
            maxConcurrency: maxConcurrency,
            toleratedFailureCount: count,
            toleratedFailurePercentage: percentage,
            batches: try distributed.batcher?.terms(in: view),
            writer: try distributed.writerOrder(in: view),
            seed: random.next(),
            enteredAt: scopes[scope.position].enteredAt,
            input: view.input,
            context: map.selector?.readsContext == true ? view.context : .null,
            variables: map.selector == nil ? [] : view.variables
        )
        emit(.mapRunStarted, of: scope, value: .string(order.arn), at: now, into: &outcome)
        guard !isHistoryFull else { return }
        scopes[scope.position].phase = .onMapRun(order.id)
        scopes[scope.position].unfinished = .mapRun(UnfinishedMapRun(id: order.id, arn: order.arn))
        mapRuns[order.id] = scope
        outcome.effects.append(.startMapRun(order))
    }

    /// Where the items are, and how many where that is known.
    private mutating func source(
        of map: MapPlan,
        _ distributed: DistributedPlan,
        in scope: ScopeIndex,
        _ plan: StatePlan,
        _ view: DataView
    ) throws(Fault) -> (source: MapRunOrder.Source, length: Int) {
        if let reader = distributed.reader {
            // A path to the items has no say beside a reader, as on AWS.
            return (.reader(try reader.order(in: view)), 0)
        }
        let items = try distributedItems(of: map, in: scope, plan, view)
        return (.stateData(items), items.arrayValue?.count ?? items.objectValue?.count ?? 0)
    }

    mutating func mapRunSucceeded(_ id: MapRunID, _ result: JSON?, at now: Timestamp, into outcome: inout Outcome) {
        guard let scope = mapRuns.removeValue(forKey: id) else { return }
        let plan = program.plans[scopes[scope.position].state.position]
        let started = scopes[scope.position].lastEventID
        // What fails from here on fails after it; a redrive begins another one.
        scopes[scope.position].unfinished = nil
        // The value is not shown; it is what a replay of the history goes on with.
        emit(.mapRunSucceeded, of: scope, value: result ?? .null, at: now, into: &outcome)
        let succeeded = scopes[scope.position].lastEventID
        do throws(Fault) {
            guard let result else { throw .tooLarge(plan.name) }
            try check(result, of: plan)
            emit(.mapStateSucceeded, state: plan.index, after: succeeded, at: now, into: &outcome)
            // So the recordings have it: a JSONata Map, and one that another state led to, exits after the run's start.
            let isFirst = scopes[scope.position].beforeEnteredEventID == 0
            if plan.language == .jsonata || !isFirst { scopes[scope.position].lastEventID = started }
            try leave(scope, plan, result: result, at: now, into: &outcome)
        } catch {
            recover(scope, from: error, at: now, into: &outcome)
        }
    }

    mutating func mapRunFailed(
        _ id: MapRunID,
        _ failure: TaskFailure,
        at now: Timestamp,
        into outcome: inout Outcome
    ) {
        guard let scope = mapRuns.removeValue(forKey: id) else { return }
        let details = HistoryEventDetails.failure(
            error: failure.error.text,
            cause: failure.cause.isEmpty ? nil : failure.cause
        )
        emit(.mapRunFailed, of: scope, details: details, at: now, into: &outcome)
        recover(scope, from: Fault(failure), at: now, into: &outcome)
    }

    /// Ends a map run whose scope is aborted.
    mutating func cancelMapRun(_ id: MapRunID, at now: Timestamp, into outcome: inout Outcome) {
        guard let scope = mapRuns.removeValue(forKey: id) else { return }
        emit(.mapRunAborted, of: scope, at: now, into: &outcome)
        outcome.effects.append(.cancelMapRun(id))
    }
}

extension DistributedPlan {
    fileprivate func toleratedCount(in view: DataView) throws(Fault) -> Int64? {
        let field = "ToleratedFailureCount"
        guard let count = try toleratedFailureCount?.value(of: field, atLeast: .min, in: view) else { return nil }
        guard count >= 0 else { throw .runtime("\(field) cannot be negative.") }
        return count
    }

    fileprivate func writerOrder(in view: DataView) throws(Fault) -> ResultWriterOrder? {
        guard let writer else { return nil }
        return ResultWriterOrder(
            resource: writer.writer.resource,
            arguments: try writer.arguments?.value(in: view) ?? [:],
            configuration: writer.writer.configuration ?? ResultWriter.Configuration()
        )
    }
}

extension DistributedPlan.Batcher {
    func terms(in view: DataView) throws(Fault) -> BatchTerms {
        BatchTerms(
            maxItems: try maxItems?.value(of: "MaxItemsPerBatch", atLeast: 1, in: view),
            maxBytes: try maxBytes?.value(of: "MaxInputBytesPerBatch", atLeast: 1, in: view),
            batchInput: try batchInput?.value(in: view)
        )
    }
}

extension DistributedPlan.Reader {
    fileprivate func order(in view: DataView) throws(Fault) -> ItemReaderOrder {
        ItemReaderOrder(
            resource: reader.resource,
            arguments: try arguments?.value(in: view) ?? [:],
            configuration: reader.configuration ?? ItemReader.Configuration(),
            maxItems: try maxItems?.value(of: "MaxItems", atLeast: .min, in: view)
        )
    }
}
