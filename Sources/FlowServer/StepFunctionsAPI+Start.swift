import FlowEngine
import FlowJSON
import FlowMachine
import FlowStore
import StatesLanguage

extension StepFunctionsAPI {
    /// Starts an execution, or finds the one that was started alike and still runs.
    func start(_ start: ExecutionStart, for caller: Caller) async throws -> (arn: String, startedAt: Timestamp) {
        let order = try order(start)
        // Unnamed ones never meet another of their name.
        guard start.name != nil, order.record.type == .standard else { return try await run(order) }
        return try await names.withLock(order.record.arn) {
            do {
                return try await run(order)
            } catch let error as APIError where error.code == .executionAlreadyExists {
                // The store says so, instead of being asked before every start.
                guard let existing = try await existing(order) else { throw error }
                return existing
            }
        }
    }

    /// What is to be started, judged.
    ///
    /// - Parameter type: the only type that is wanted, or `nil`.
    func order(_ start: ExecutionStart, only type: StateMachineType? = nil) throws(APIError) -> ExecutionOrder {
        let (machineARN, qualifier) = try ResourceARN(start.stateMachineARN).stateMachine()
        if let name = start.name { try ResourceName.check(name) }
        let target = try registry.stateMachine(machineARN, named: start.stateMachineARN)
            .target(qualifier, named: start.stateMachineARN)
        if let type, target.machine.type != type { throw APIError.typeNotSupported }
        let input = try start.inputValue()
        guard !target.machine.isDeleting else { throw APIError.deleting(start.stateMachineARN) }
        return ExecutionOrder(
            program: try target.revision.compiled.program(by: configuration.reading),
            record: record(start, of: target),
            input: input,
            machineText: start.stateMachineARN
        )
    }

    private func record(_ start: ExecutionStart, of target: StateMachineTarget) -> ExecutionRecord {
        let machine = target.machine
        let name = start.name ?? RandomID.uuid()
        let prefix = machine.arn.dropLast(":stateMachine:\(machine.name)".utf8.count)
        let id =
            machine.type == .express
            ? "\(prefix):express:\(machine.name):\(name):\(RandomID.uuid())"
            : "\(prefix):execution:\(machine.name):\(name)"
        return ExecutionRecord(
            identity: ExecutionIdentity(
                id: id,
                name: name,
                stateMachineID: machine.arn,
                stateMachineName: machine.name,
                roleARN: target.revision.roleARN
            ),
            type: machine.type,
            versionARN: target.versionARN,
            aliasARN: target.aliasARN,
            revisionKey: target.revision.key,
            logging: target.revision.logging,
            input: start.input,
            traceHeader: start.traceHeader,
            startedAt: now
        )
    }

    /// The execution of the same name, where it was started alike and still runs; `nil` where there is none.
    ///
    /// - Throws: `ExecutionAlreadyExists` where it is another one.
    private func existing(_ order: ExecutionOrder) async throws -> (arn: String, startedAt: Timestamp)? {
        guard let existing = try await configuration.store.summary(of: order.record.id) else { return nil }
        let wording = ExecutionAttributes(existing.attributes).wording
        let input: String?
        if let wording { input = wording } else { input = try await configuration.store.input(of: existing.id)?.text }
        guard existing.status == nil, input == order.record.input else { throw order.isTaken }
        return (existing.id.text, existing.startedAt)
    }

    /// Starts what was ordered; an EXPRESS execution lives in memory alone.
    private func run(_ order: ExecutionOrder) async throws -> (arn: String, startedAt: Timestamp) {
        let watcher = try begin(order)
        do {
            _ = try await engine.start(
                order.program,
                as: order.record.identity,
                input: order.input,
                attributes: attributes(of: order),
                keeping: order.record.type.keeping,
                observer: watcher
            )
        } catch {
            configuration.registry.end(order.record.identity.stateMachineID)
            if let error = error as? StoreError, error.code == .alreadyExists { throw order.isTaken }
            throw error
        }
        // An EXPRESS execution is told by nobody but its watcher.
        if order.record.type == .standard { configuration.registry.end(order.record.identity.stateMachineID) }
        return (order.record.arn, watcher.startedAt)
    }

    /// Runs an EXPRESS execution to its end.
    func run(_ order: ExecutionOrder) async throws -> (ExecutionRecord, ExecutionResult, ExecutionWatcher) {
        let watcher = try begin(order)
        do {
            let result = try await engine.run(
                order.program,
                as: order.record.identity,
                input: order.input,
                keeping: .inMemory,
                observer: watcher
            )
            return (order.record, result, watcher)
        } catch {
            if watcher.stoppedAt == nil { configuration.registry.end(order.record.identity.stateMachineID) }
            throw error
        }
    }

    /// Holds the state machine, so that it doesn't go away, and makes the execution's watcher.
    ///
    /// - Throws: `StateMachineDoesNotExist` where it has gone meanwhile.
    func begin(_ order: ExecutionOrder) throws(APIError) -> ExecutionWatcher {
        let registry = configuration.registry
        let machine = order.record.identity.stateMachineID
        try registry.begin(machine, named: order.machineText)
        guard order.record.type == .express else { return ExecutionWatcher(of: order.record, in: self) }
        return ExecutionWatcher(of: order.record, in: self) { registry.end(machine) }
    }

    /// What is kept beside an execution: nothing of one that is kept in memory alone.
    private func attributes(of order: ExecutionOrder) -> JSONObject {
        guard order.record.type == .standard else { return [:] }
        // A wording that holds a secret would bring to the disk what the engine takes out of the input.
        let isTold = order.input.text == order.record.input || !engine.isFreeOfSecrets(order.input)
        return ExecutionAttributes(of: order.record, wording: isTold ? nil : order.record.input).object
    }
}

/// An execution that is to be started.
struct ExecutionOrder: Sendable {
    let program: Program
    let record: ExecutionRecord
    let input: JSON
    /// How the caller named the state machine.
    let machineText: String

    /// The refusal of a name that is taken.
    var isTaken: APIError {
        APIError(.executionAlreadyExists, "Execution Already Exists: '\(record.arn)'")
    }
}

extension StateMachineType {
    /// Where executions are kept.
    var keeping: ExecutionKeeping { self == .express ? .inMemory : .inStore }
}
