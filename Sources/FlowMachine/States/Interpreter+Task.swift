import FlowJSON
import JSONata
import StatesLanguage

extension Interpreter {
    mutating func schedule(
        _ scope: ScopeIndex,
        _ plan: StatePlan,
        _ task: TaskPlan,
        at now: Timestamp,
        into outcome: inout Outcome
    ) throws(Fault) {
        let token = task.resource.hasTaskToken ? makeTaskToken() : nil
        let view = view(of: scope, plan, taskToken: token)
        let arguments = try arguments(of: scope, plan, in: view)
        var effective = view
        if plan.language == .jsonPath { effective.input = try plan.flow.inputPath.value(in: view) }
        let terms = TaskTerms(
            timeoutSeconds: try task.timeoutSeconds?.value(of: "TimeoutSeconds", atLeast: 1, in: effective),
            heartbeatSeconds: try task.heartbeatSeconds?.value(of: "HeartbeatSeconds", atLeast: 1, in: effective),
            credentials: try task.credentials?.value(in: effective)
        )
        try check(arguments, of: plan)
        try task.resource.check(arguments)
        if task.resource.kind == .activity, missingActivities.contains(task.resource.text) {
            throw .runtime("The activity \(task.resource.text) does not exist.")
        }
        lastTaskID += 1
        let id = TaskID(rawValue: lastTaskID)
        let entry = scopes[scope.position].enteredEventID
        let attempt = scopes[scope.position].retries.total + 1
        let key = "\(identity.id):\(entry):\(attempt)"
        emit(
            task.resource.eventType(.scheduled),
            of: scope,
            value: arguments,
            details: .scheduled(terms),
            at: now,
            into: &outcome
        )
        scopes[scope.position].phase = .onTask(id)
        tasks[id] = PendingTask(
            scope: scope,
            timeoutSeconds: terms.timeoutSeconds,
            heartbeatSeconds: terms.heartbeatSeconds
        )
        let scheduled = ScheduledTask(
            id: id,
            stateName: plan.name,
            resource: task.resource.text,
            arguments: arguments,
            credentials: terms.credentials,
            timeoutSeconds: terms.timeoutSeconds,
            heartbeatSeconds: terms.heartbeatSeconds,
            attempt: attempt,
            // Counters begin anew with a redrive.
            idempotencyKey: redriveCount == 0 ? key : "\(key):\(redriveCount)",
            taskToken: token,
            iterations: iterations(of: scope)
        )
        outcome.effects.append(.scheduleTask(scheduled))
    }

    /// The token of the task that is scheduled next.
    private mutating func makeTaskToken() -> String {
        let task = TaskID(rawValue: lastTaskID + 1)
        let secret = tokenKey?.secret(of: task) ?? (0..<4).map { _ in random.next() }
        return TaskToken(execution: identity.id, task: task, secret: secret).text
    }

    mutating func taskStarted(
        _ id: TaskID,
        workerName: String? = nil,
        at now: Timestamp,
        into outcome: inout Outcome
    ) {
        guard var task = tasks[id], !task.hasStarted else { return }
        task.hasStarted = true
        task.lastHeartbeat = now
        recordStart(of: task, workerName: workerName, at: now, into: &outcome)
        if let seconds = task.timeoutSeconds {
            task.timeout = startTimer(.timeout(id), at: now.adding(seconds: seconds), into: &outcome)
        }
        if let seconds = task.heartbeatSeconds {
            task.heartbeat = startTimer(.heartbeat(id), at: now.adding(seconds: seconds), into: &outcome)
        }
        tasks[id] = task
    }

    mutating func taskSubmitted(_ id: TaskID, _ output: JSON, at now: Timestamp, into outcome: inout Outcome) {
        guard let task = tasks[id], resource(of: task)?.kind == .service, task.submittedOutput == nil else { return }
        taskStarted(id, at: now, into: &outcome)
        tasks[id]?.submittedOutput = output
        emit(.taskSubmitted, of: task.scope, value: output, at: now, into: &outcome)
    }

    mutating func taskSucceeded(_ id: TaskID, _ result: JSON, at now: Timestamp, into outcome: inout Outcome) {
        guard let task = takeTask(id, into: &outcome), let resource = resource(of: task) else { return }
        if !task.hasStarted { recordStart(of: task, at: now, into: &outcome) }
        let plan = program.plans[scopes[task.scope.position].state.position]
        do throws(Fault) {
            do throws(Fault) { try check(result, of: plan) } catch {
                let details = HistoryEventDetails.failure(error: error.error.text, cause: error.cause)
                emit(resource.eventType(.failed), of: task.scope, details: details, at: now, into: &outcome)
                throw error
            }
            emit(resource.eventType(.succeeded), of: task.scope, value: result, at: now, into: &outcome)
            try leave(task.scope, plan, result: result, at: now, into: &outcome)
        } catch {
            recover(task.scope, from: error, at: now, into: &outcome)
        }
    }

    /// - Parameter phase: what failed, and with it the event that says so.
    mutating func taskFailed(
        _ id: TaskID,
        _ phase: TaskResource.Phase,
        _ failure: TaskFailure,
        at now: Timestamp,
        into outcome: inout Outcome
    ) {
        guard let task = takeTask(id, into: &outcome), let resource = resource(of: task) else { return }
        let hasBegun = phase == .failed || phase == .submitFailed
        if hasBegun, !task.hasStarted { recordStart(of: task, at: now, into: &outcome) }
        let details = HistoryEventDetails.failure(
            error: failure.error.text.isEmpty ? nil : failure.error.text,
            cause: failure.cause.isEmpty ? nil : failure.cause
        )
        emit(resource.eventType(phase), of: task.scope, details: details, at: now, into: &outcome)
        recover(task.scope, from: Fault(failure), at: now, into: &outcome)
    }

    mutating func heartbeatIsDue(_ id: TaskID, at now: Timestamp, into outcome: inout Outcome) {
        guard var task = tasks[id], let seconds = task.heartbeatSeconds else { return }
        let due = task.lastHeartbeat.adding(seconds: seconds)
        guard due > now else { return taskTimedOut(id, .heartbeatTimeout, at: now, into: &outcome) }
        // Heartbeats came meanwhile: one timer waits for the latest, instead of a new timer for each.
        task.heartbeat = startTimer(.heartbeat(id), at: due, into: &outcome)
        tasks[id] = task
    }

    mutating func taskTimedOut(_ id: TaskID, _ error: ErrorName, at now: Timestamp, into outcome: inout Outcome) {
        guard let task = takeTask(id, into: &outcome), let resource = resource(of: task) else { return }
        outcome.effects.append(.cancelTask(id))
        let details = HistoryEventDetails.failure(error: error.text, cause: nil)
        emit(resource.eventType(.timedOut), of: task.scope, details: details, at: now, into: &outcome)
        recover(task.scope, from: Fault(error, "", origin: .outside), at: now, into: &outcome)
    }

    /// Forgets a task and its timers.
    private mutating func takeTask(_ id: TaskID, into outcome: inout Outcome) -> PendingTask? {
        guard let task = tasks.removeValue(forKey: id) else { return nil }
        cancelTimer(task.timeout, into: &outcome)
        cancelTimer(task.heartbeat, into: &outcome)
        return task
    }

    /// Ends a task whose scope is aborted.
    mutating func cancelTask(_ id: TaskID, into outcome: inout Outcome) {
        guard takeTask(id, into: &outcome) != nil else { return }
        outcome.effects.append(.cancelTask(id))
    }

    private mutating func recordStart(
        of task: PendingTask,
        workerName: String? = nil,
        at now: Timestamp,
        into outcome: inout Outcome
    ) {
        guard let resource = resource(of: task) else { return }
        let details = workerName.map(HistoryEventDetails.worker)
        emit(resource.eventType(.started), of: task.scope, details: details, at: now, into: &outcome)
    }

    private func resource(of task: PendingTask) -> TaskResource? {
        guard case .task(let plan) = program.plans[scopes[task.scope.position].state.position].work else { return nil }
        return plan.resource
    }
}
