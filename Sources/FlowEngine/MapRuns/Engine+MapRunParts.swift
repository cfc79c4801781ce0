import FlowJSON
import FlowMachine
import FlowStore
import FlowTasks
import Logging
import StatesLanguage
import Synchronization

extension Engine {
    /// Runs a map run with the threads that it needs.
    ///
    /// - Returns: the state's result, or `nil` where it is too large.
    func mapRunResult(of run: MapRun) async throws -> JSON? {
        guard let processor = run.parent.program.processor(of: run.order) else {
            throw StoreError(.unavailable, "The map run \(run.order.arn) is not of its execution's program.")
        }
        let directory = scratch.directory()
        let result: Result<JSON?, any Error>
        do {
            result = .success(try await mapRunResult(of: run, processor, context(of: run, directory)))
        } catch {
            result = .failure(error)
        }
        await scratch.remove(directory)
        return try result.get()
    }

    private func mapRunResult(
        of run: MapRun,
        _ processor: MapProcessor,
        _ context: TaskContext
    ) async throws -> JSON? {
        try await withThrowingTaskGroup(of: Void.self) { group in
            let reader = try reader(of: run, context)
            let writer = try writer(of: run, context)
            if let reader { group.addTask { await reader.run() } }
            if let writer { group.addTask { await writer.run() } }
            defer {
                reader?.pipe.abandon()
                writer?.pipe.abandon()
                group.cancelAll()
            }
            let feed = reader.map { ItemFeed.pipe($0.pipe) } ?? .stateData(items(of: run))
            var conductor = MapRunConductor(run, of: processor, on: self, feed: feed, writer: writer?.pipe)
            let results = try await conductor.conduct()
            guard let writer else { return results }
            let details = try await writer.details()
            run.noteResultsWritten()
            return ["MapRunArn": .string(run.order.arn), "ResultWriterDetails": details]
        }
    }

    private func items(of run: MapRun) -> StateItems {
        guard case .stateData(let items) = run.order.source else { return StateItems([], maker(of: run)) }
        return StateItems(items, maker(of: run))
    }

    private func maker(of run: MapRun) -> InputMaker {
        InputMaker(run.order, in: run.parent.program, payloadBytes: configuration.limits.payloadBytes)
    }

    private func reader(of run: MapRun, _ context: TaskContext) throws -> MapRunReader? {
        guard case .reader(let order) = run.order.source else { return nil }
        if let most = order.maxItems, most < 0 {
            throw TaskFailure(error: .itemReaderFailed, cause: "field MaxItems must be positive")
        }
        guard let reading = configuration.itemReading else {
            throw TaskFailure(error: .itemReaderFailed, cause: "No reader of items is installed here.")
        }
        let request = ItemReadRequest(
            resource: order.resource,
            arguments: order.arguments,
            configuration: order.configuration,
            // None, and what is above AWS's bound of items, is as good as no bound.
            maximumItems: order.maxItems.flatMap { 1...100_000_000 ~= $0 ? $0 : nil }
        )
        return MapRunReader(
            reading: reading,
            request: request,
            context: context,
            maker: maker(of: run),
            pipe: ThreadPipe(bytes: configuration.mapRunBytes / 4) { run.wake() }
        )
    }

    private func writer(of run: MapRun, _ context: TaskContext) throws -> MapRunWriter? {
        guard let order = run.order.writer, order.resource != nil else { return nil }
        guard let writing = configuration.resultWriting else {
            throw TaskFailure(error: .resultWriterFailed, cause: "No writer of results is installed here.")
        }
        let request = ResultWriteRequest(
            arguments: order.arguments,
            configuration: order.configuration,
            mapRunARN: run.order.arn
        )
        return MapRunWriter(
            writing: writing,
            request: request,
            context: context,
            pipe: ThreadPipe(bytes: configuration.mapRunBytes / 4) { run.wake() }
        )
    }

    private func context(of run: MapRun, _ directory: ScratchDirectory) -> TaskContext {
        var logger = parts.logger
        logger[metadataKey: "execution"] = .string(run.parent.identity.name)
        logger[metadataKey: "state"] = .string(run.order.stateName)
        return TaskContext(
            executionName: run.parent.identity.name,
            stateName: run.order.stateName,
            attempt: 1,
            idempotencyKey: run.order.arn,
            deadline: nil,
            logger: logger,
            connections: configuration.connections,
            scratch: directory,
            storages: configuration.storages,
            monitor: MapRunMonitor()
        )
    }
}

/// Hears what readers and writers say about themselves: a map run shows its items instead.
private struct MapRunMonitor: TaskMonitor {
    func heartbeat() {}
    func report(_ progress: TaskProgress) {}
}
