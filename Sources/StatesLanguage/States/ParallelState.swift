import FlowJSON

/// A state that runs branches at the same time; its result is the list of their outputs.
package struct ParallelState: Hashable, Sendable {
    /// The branches; the results are in their order.
    package var branches: [Branch]
    /// The input of every branch, in JSONata; the state's input where absent.
    package var arguments: Template?
    /// How a failed run of all branches is repeated.
    package var retriers: [Retrier]?
    /// Where failures go.
    package var catchers: [Catcher]?
    /// Where it goes when it is done.
    package var transition: Transition

    /// A Parallel state of the given parts.
    package init(
        branches: [Branch],
        arguments: Template? = nil,
        retriers: [Retrier]? = nil,
        catchers: [Catcher]? = nil,
        transition: Transition
    ) {
        self.branches = branches
        self.arguments = arguments
        self.retriers = retriers
        self.catchers = catchers
        self.transition = transition
    }

    func write(into object: inout JSONObject) {
        object["Arguments"] = arguments?.json
        object["Branches"] = branches.json { .object($0.fields()) }
    }
}
