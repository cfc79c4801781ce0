/// How much an engine has to do at a moment.
package struct EngineLoad: Hashable, Sendable {
    /// Executions that are held in memory.
    package var executions = 0
    /// Executions that wait for their turn.
    package var turns = 0
    /// Attempts of tasks that wait for a place.
    package var tasks = 0
    /// Calls of services that wait for a place.
    package var calls = 0
}

extension Engine {
    /// How much there is to do now.
    package var load: EngineLoad {
        var load = work.load
        load.executions = executions.count
        return load
    }
}
