/// How many child executions of map runs a memory store keeps after they ended; the latest ones.
///
/// A map run of a million items has as many children, which would not fit the memory. A map run cannot go on after a crash
/// where ended children were dropped; but a memory store does not outlive its process.
package struct ChildRetention: Hashable, Sendable {
    /// The most executions.
    package var executions: Int
    /// The most bytes of their inputs, outputs and histories, roughly.
    package var bytes: Int

    /// A retention of the given bounds.
    package init(executions: Int, bytes: Int) {
        self.executions = executions
        self.bytes = bytes
    }

    /// All of them.
    package static let all = ChildRetention(executions: .max, bytes: .max)
    /// Some to look at, in a small part of the memory.
    package static let few = ChildRetention(executions: 1_000, bytes: 16 << 20)
    /// As many as a server may keep for its callers.
    package static let many = ChildRetention(executions: 100_000, bytes: 512 << 20)
}
