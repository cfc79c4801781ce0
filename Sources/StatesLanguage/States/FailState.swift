import FlowJSON

/// A state that ends an execution badly.
package struct FailState: Hashable, Sendable {
    /// The error's name: a literal text, an expression, a path or an intrinsic call.
    package var error: Template?
    /// What went wrong, for people: a literal text, an expression, a path or an intrinsic call.
    package var cause: Template?

    /// A Fail state of the given parts.
    package init(error: Template? = nil, cause: Template? = nil) {
        self.error = error
        self.cause = cause
    }

    func write(into object: inout JSONObject) {
        error?.write("Error", pathSuffix: "Path", into: &object)
        cause?.write("Cause", pathSuffix: "Path", into: &object)
    }
}
