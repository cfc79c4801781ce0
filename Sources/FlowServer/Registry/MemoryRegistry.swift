import FlowEngine
import Synchronization

/// Keeps the registry in memory; made before the engine, which asks it for activities.
package final class MemoryRegistry: ActivityDirectory {
    private let registry = Mutex(Registry())

    /// A registry of nothing.
    package init() {}

    /// Reads or changes what is kept; nobody else does meanwhile.
    func with<Value, Failure>(_ body: (inout Registry) throws(Failure) -> Value) throws(Failure) -> Value {
        let result = registry.withLock { (registry) -> Result<Value, Failure> in
            do throws(Failure) {
                return .success(try body(&registry))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    package func hasActivity(_ arn: String) -> Bool { registry.withLock { $0.activities[arn] != nil } }
}
