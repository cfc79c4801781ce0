import FlowConnections
import FlowJSON
import FlowMachine
import FlowStore
import StatesLanguage
import Synchronization

extension Engine {
    /// Begins a child execution of a map run; its end comes to the map run's inbox.
    ///
    /// - Parameter redrive: how often the map run was redriven.
    func beginChild(
        _ number: Int,
        of run: MapRun,
        _ processor: MapProcessor,
        _ input: ItemBatch.Input,
        redrive: Int = 0
    ) {
        let identity = run.parent.identity.child(number, of: run.order, redrive: redrive)
        let now = configuration.clock.now
        let link = ChildLink(
            mapRunARN: run.order.arn,
            number: number,
            items: input.items,
            isBatch: run.order.batches != nil
        )
        let cell = ExecutionCell(
            id: ExecutionID(identity.id),
            program: processor.program,
            interpreter: Interpreter(
                program: processor.program,
                execution: identity,
                limits: configuration.limits,
                // The map run's seed and the number too, so that map runs inside of children never have one name.
                randomSeed: configuration.makeSeed() &+ run.order.seed
                    &+ UInt64(truncatingIfNeeded: number) &* 0x9E37_79B9_7F4A_7C15,
                tokenKey: configuration.makeTokenKey(for: processor.program)
            ),
            version: 0,
            now: now,
            observer: nil,
            keeping: run.parent.keeping,
            child: (run, link)
        )
        executions.put(cell)
        run.begin(number, cell, items: input.items, bytes: input.bytes)
        cell.post(.start(input: redactor.redact(input.value)), at: now)
        work.submit(turnOf: cell)
    }

    /// Lets a child run again that ended without success; an EXPRESS one begins anew with the same input.
    func redrive(
        _ stored: StoredExecution,
        as link: ChildLink,
        of run: MapRun,
        _ processor: MapProcessor,
        redrive: Int
    ) {
        let bytes = stored.interpreter.input.utf8Count
        guard !run.order.isExpress else {
            let input = ItemBatch.Input(value: stored.interpreter.input, items: link.items, bytes: bytes)
            return beginChild(link.number, of: run, processor, input, redrive: redrive)
        }
        let now = max(configuration.clock.now, stored.stoppedAt ?? configuration.clock.now)
        let cell = ExecutionCell(
            id: stored.id,
            program: stored.interpreter.program,
            interpreter: stored.interpreter,
            version: stored.version,
            now: now,
            observer: nil,
            keeping: run.parent.keeping,
            child: (run, link)
        )
        executions.put(cell)
        run.begin(link.number, cell, items: link.items, bytes: bytes)
        cell.post(.redrive, at: now)
        work.submit(turnOf: cell)
    }

    /// Takes a child of an earlier engine into a map run: its result, or it goes on.
    func takeUp(_ stored: StoredExecution, as link: ChildLink, of run: MapRun) {
        let cell = ExecutionCell(
            id: stored.id,
            program: stored.interpreter.program,
            interpreter: stored.interpreter,
            version: stored.version,
            now: stored.stoppedAt ?? configuration.clock.now,
            observer: nil,
            child: (run, link),
            tokens: stored.tokens
        )
        run.begin(link.number, cell, items: link.items, bytes: 0)
        if let status = stored.interpreter.status {
            cell.finish(.ended(status))
            settle(cell)
        } else {
            executions.put(cell)
            goOn(with: stored, as: cell)
        }
    }

    /// Does again what is pending for an execution that is in memory.
    func goOn(with stored: StoredExecution, as cell: ExecutionCell) {
        for task in stored.pendingTasks { dispatch(task, of: cell, resuming: stored.interpreter) }
        for timer in stored.timers { startTimer(timer.id, of: cell, at: timer.due) }
        for order in stored.pendingMapRuns { dispatch(order, of: cell, as: .resumed) }
        // A crash in the middle of a long chain of states leaves nothing pending: it goes on by itself.
        cell.post(.continue, at: configuration.clock.now)
        work.submit(turnOf: cell)
    }
}

extension StoredExecution {
    /// The tokens of the tasks that it waits for.
    var tokens: [TaskID: String] {
        var tokens: [TaskID: String] = [:]
        for task in pendingTasks { tokens[task.id] = task.taskToken }
        return tokens
    }
}
