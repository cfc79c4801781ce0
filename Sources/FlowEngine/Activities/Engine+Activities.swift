import FlowMachine
import FlowStore
import FlowTasks
package import StatesLanguage

extension Engine {
    /// Gives the next task of an activity to a worker, as soon as there is one; `nil` where none comes in time.
    ///
    /// That the task was given away is kept before this returns.
    ///
    /// - Parameters:
    ///   - worker: the worker's name, for the history.
    ///   - deadline: until when the worker waits.
    package func nextActivityTask(
        of activity: String,
        worker: String?,
        until deadline: Timestamp
    ) async throws -> ActivityTask? {
        while true {
            let signal = Signal()
            defer { activities.leave(activity, signal) }
            if let entry = activities.take(from: activity, orFire: signal) {
                guard let token = entry.task.taskToken, try await give(entry, to: worker) else { continue }
                return ActivityTask(token: token, input: entry.task.arguments)
            }
            try Task.checkCancellation()
            guard deadline > configuration.clock.now else { return nil }
            await configuration.clock.sleep(until: deadline, or: signal)
        }
    }

    /// Notes that a worker has a task; answers whether the execution still waits for it.
    private func give(_ entry: ActivityQueue.Entry, to worker: String?) async throws -> Bool {
        do {
            let isTaken = try await withExecution(entry.execution) { cell in
                guard let cell else { return false }
                let started = Event.activityStarted(entry.task.id, workerName: worker)
                guard try await post(started, to: cell) else { return false }
                cell.observer?.taskStarted(TaskAttempt(entry.task))
                return true
            }
            pass(.activityGiven)
            return isTaken
        } catch {
            // The store is down: another worker may have better luck.
            activities.append(entry.task, of: entry.execution)
            throw error
        }
    }

    /// Whether a resource is an activity that no handler does, but workers.
    func isForWorkers(_ resource: String) -> Bool {
        guard configuration.activities != nil, let name = TaskResource.taskName(of: resource) else { return false }
        return configuration.handlers.handler(for: name) == nil
    }

    /// The program's activities that neither a handler does nor the directory has.
    func missingActivities(of program: Program) -> Set<String> {
        guard let directory = configuration.activities else { return [] }
        return Set(program.activities.filter { isForWorkers($0) && !directory.hasActivity($0) })
    }
}
