import FlowDiagnostics
import FlowJSON
import FlowTasks
import StatesLanguage

/// A job that was submitted, until its end.
struct JobRun {
    let job: Job
    let arguments: JSON
    let submitted: JSON
    /// Whether the JSON texts of an execution's description are values in the result: `.sync:2`.
    let parsesTexts: Bool

    /// How long to wait between two looks: from short, for executions that are quick, to long.
    private static let firstPause = Duration.milliseconds(100)
    private static let longestPause = Duration.seconds(2)

    /// Waits for the job's end; a cancelled wait stops the job, unless somebody answered in its stead.
    func wait(_ client: ServiceClient, _ scope: CallerScope, _ monitor: any TaskMonitor) async throws -> JSON {
        do {
            return try await look(client, scope, monitor)
        } catch  where Task.isCancelled {
            if !monitor.isAnswered { await stop(client, scope) }
            throw error
        }
    }

    private func look(_ client: ServiceClient, _ scope: CallerScope, _ monitor: any TaskMonitor) async throws -> JSON {
        let call = job.look(arguments, submitted)
        var pause = Self.firstPause
        while true {
            let description = try await client.translating(call) { try await client.call(call, for: scope).output }
            if let end = job.end(description) {
                let result = parsesTexts ? parsed(end.result) : end.result
                guard end.succeeded else { throw TaskFailure(error: .taskFailed, cause: result.text) }
                return result
            }
            monitor.heartbeat()
            try await Task.sleep(for: pause)
            pause = min(pause * 3 / 2, Self.longestPause)
        }
    }

    /// Stops the job; it is too late for anybody to hear whether that went well.
    private func stop(_ client: ServiceClient, _ scope: CallerScope) async {
        let call = job.stop(arguments, submitted)
        // The Swift task around is cancelled, and would end this call too: it has a thread and a cancellation of its own.
        await withCheckedContinuation { continuation in
            startThread {
                // `try?`: a job that cannot be stopped goes on, and its failure is nobody's any more.
                _ = try? client.call(call, for: scope, Cancellation())
                continuation.resume()
            } orFail: { _ in
                continuation.resume()
            }
        }
    }

    private func parsed(_ description: JSON) -> JSON {
        guard job == .execution, var object = description.objectValue else { return description }
        for key in ["Input", "Output"] {
            guard let text = object[key]?.stringValue else { continue }
            do throws(Diagnostic) { object[key] = try JSON(parsing: text) } catch { continue }
        }
        return .object(object)
    }
}
