package import FlowConnections
package import FlowMachine
package import FlowStore
package import FlowTasks
package import Logging

/// The parts that an engine works with.
package struct EngineConfiguration: Sendable {
    /// The handlers of tasks.
    package var handlers: HandlerRegistry
    /// Opens the storages behind connections.
    package var storages = StorageProviders()
    /// The connections that tasks name; their secrets are taken out of all that leaves a task.
    package var connections = Connections()
    /// The activities that workers do; without it, an activity without a handler is a failure.
    package var activities: (any ActivityDirectory)?
    /// Keeps the executions.
    package var store: any ExecutionStore = MemoryStore()
    /// Tells the time and waits for it.
    package var clock: any EngineClock = SystemClock()
    /// How much each execution may use.
    package var limits = ExecutionLimits.aws
    /// How many handlers run at a time, over all executions; executions take turns.
    package var maximumConcurrentTasks = 32
    /// How many calls of services are out at a time, over all executions; each waits on a thread of its own.
    package var maximumConcurrentCalls = 256
    /// Reads the items of distributed Maps; `nil` where nothing can.
    package var itemReading: (any ItemReading)?
    /// Writes the results of distributed Maps; `nil` where nothing can.
    package var resultWriting: (any ResultWriting)?
    /// How many child executions of one map run there are at a time, whatever its state says.
    package var maximumConcurrentChildren = 10_000
    /// From how many bytes of the inputs of a map run's running children on no other child begins.
    package var mapRunBytes = 8 << 20
    /// Watches all executions, for numbers and traces.
    package var observer: (any EngineObserver)?
    /// What handlers log to.
    package var logger = Logger(label: "flow-task")
    /// The folder in which attempts' scratch directories are made.
    package var scratchRoot = "/tmp"
    /// Where the process is to crash, for tests of that; `nil` where it is not.
    package var crashPlan: CrashPlan?
    /// What an execution's jitter and random functions follow from, and with two more its task tokens.
    package var makeSeed: @Sendable () -> UInt64 = { UInt64.random(in: .min ... .max) }

    /// A configuration of the given handlers and nothing else but defaults.
    package init(handlers: HandlerRegistry) { self.handlers = handlers }

    /// What an execution's task tokens follow from; `nil` where its program has none.
    func makeTokenKey(for program: Program) -> TaskTokenKey? {
        program.hasTaskTokens ? TaskTokenKey(makeSeed(), makeSeed()) : nil
    }
}
