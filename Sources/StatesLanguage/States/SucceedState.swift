/// A state that ends a machine, a branch or an iteration well; it has no fields of its own.
package struct SucceedState: Hashable, Sendable {
    /// A Succeed state.
    package init() {}
}
