package import FlowJSON

/// A state that hands on its input, or a result that is written in it.
package struct PassState: Hashable, Sendable {
    /// The result, in JSONPath only; the effective input where absent.
    package var result: JSON?
    /// Where it goes when it is done.
    package var transition: Transition

    /// A Pass state of the given parts.
    package init(result: JSON? = nil, transition: Transition) {
        self.result = result
        self.transition = transition
    }

    func write(into object: inout JSONObject) {
        object["Result"] = result
    }
}
