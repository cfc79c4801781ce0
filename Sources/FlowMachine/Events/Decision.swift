/// A way that an execution took where its machine has several, for who measures which ones tests take.
package enum Decision: Hashable, Sendable {
    /// A Choice rule matched; from 0.
    case rule(StateIndex, Int)
    /// No Choice rule matched, and `Default` was taken.
    case byDefault(StateIndex)
    /// A retrier repeated the state; from 0.
    case retrier(StateIndex, Int)
    /// A catcher took the failure; from 0.
    case catcher(StateIndex, Int)
}
