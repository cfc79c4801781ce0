package import FlowEngine
import FlowJSON
package import FlowStore
package import Logging
package import StatesLanguage

/// The AWS Step Functions API over an engine.
package final class StepFunctionsAPI: Sendable {
    /// What the API works with.
    package struct Configuration: Sendable {
        /// The region in ARNs.
        package var region: String
        /// The account of callers that name none.
        package var account: String
        /// The store of the engine, which the API reads.
        package var store: any ExecutionStore
        /// What is kept beside the executions; the engine's directory of activities.
        package var registry: ServiceRegistry
        /// Takes the logs of executions, and knows the log groups, or `nil`.
        package var logs: (any ServiceCalls)?
        /// Takes the logs of executions of all log groups, or `nil`.
        package var logLines: (any LogLines)?
        /// Takes the changes of executions' statuses, or `nil`.
        package var events: (any ServiceCalls)?
        /// Tells the time.
        package var clock: any EngineClock = SystemClock()
        /// How definitions and requests are read where sources disagree.
        package var reading = SpecificationReading()
        /// What went wrong inside is logged here.
        package var logger = Logger(label: "flow-task.serve")

        /// A configuration of the given parts and defaults.
        ///
        /// - Parameter store: keeps the registry too.
        package init(region: String, account: String, store: any ExecutionStore & DocumentStore) {
            self.region = region
            self.account = account
            self.store = store
            registry = ServiceRegistry(store)
        }
    }

    let configuration: Configuration
    let engine: Engine
    let outbox: Outbox
    /// Of two starts of one name at a time, one waits for the other.
    let names = KeyedLock()
    /// What ends the names of log streams: when and by whom they were begun.
    let logStreamSuffix: String

    /// An API that starts its executions in an engine whose store is the configuration's.
    package init(_ configuration: Configuration, engine: Engine) {
        self.configuration = configuration
        self.engine = engine
        outbox = Outbox(
            logs: configuration.logs,
            lines: configuration.logLines,
            events: configuration.events,
            logger: configuration.logger
        )
        let minute = configuration.clock.now.description.prefix("2026-11-21T09:14".count)
        logStreamSuffix = "\(minute.map { $0 == "T" || $0 == ":" ? "-" : String($0) }.joined())/\(RandomID.uuid())"
    }

    /// Delivers logs and events until the task is cancelled; runs beside the server.
    package func deliver() async { await outbox.deliver() }

    /// Answers one request.
    package func answer(_ request: APIRequest) async -> APIResponse {
        do {
            guard let type = operations[request.operation] else {
                throw APIError(.unknownOperation, "The operation \"\(request.operation)\" is not known.")
            }
            let input = try InputValidator.validated(
                try Self.body(request.body),
                by: type.members,
                reading: configuration.reading
            )
            let caller = Caller(account: request.account ?? configuration.account)
            try await finishDeletions()
            let answer = try await type.init(Input(input)).perform(in: self, for: caller)
            return APIResponse(status: 200, body: JSON.object(answer).text)
        } catch let error as APIError {
            return APIResponse(error)
        } catch {
            configuration.logger.error("\(request.operation) failed: \(error)")
            return APIResponse(APIError(.internalFailure, "The request could not be handled."))
        }
    }

    private static func body(_ bytes: [UInt8]) throws(APIError) -> JSONObject {
        guard !bytes.isEmpty else { return [:] }
        do {
            // Half a surrogate pair is no text of ours; AWS takes such a body too.
            let value = try JSON(parsing: bytes, options: JSON.ParsingOptions(loneSurrogates: .replaced))
            guard let object = value.objectValue else {
                throw APIError(.serialization, "Unexpected token received from parser")
            }
            return object
        } catch let error as APIError {
            throw error
        } catch {
            throw APIError(.serialization, "The request's body is not JSON.")
        }
    }

    /// What the service keeps beside the executions, as it is now.
    var registry: Registry { configuration.registry.current }

    /// Changes what the service keeps, one change after another; returns when the store has the change.
    func changeRegistry<Value: Sendable>(_ body: (inout Registry) throws -> Value) async throws -> Value {
        try await configuration.registry.change(at: now, body)
    }

    var now: Timestamp { configuration.clock.now }

    /// What ARNs of the caller begin with: `arn:aws:states:<region>:<account>`.
    func prefix(for caller: Caller) -> String { "arn:aws:states:\(configuration.region):\(caller.account)" }
}

extension Timestamp {
    /// Seconds since 1970, as the API gives moments.
    var json: JSON { .double(Double(milliseconds) / 1000) }
}
