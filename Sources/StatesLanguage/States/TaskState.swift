import FlowJSON

/// A state that calls something outside: a handler, a Lambda function, an activity, a service.
package struct TaskState: Hashable, Sendable {
    /// What is called, such as `arn:aws:states:::lambda:invoke`.
    package var resource: String
    /// What the call is given, in JSONata; the state's input where absent.
    package var arguments: Template?
    /// The role to take on: an object with `RoleArn`.
    package var credentials: Template?
    /// Seconds after which an attempt fails with `States.Timeout`.
    package var timeoutSeconds: Dynamic<Int64>?
    /// Seconds without a heartbeat after which an attempt fails with `States.HeartbeatTimeout`.
    package var heartbeatSeconds: Dynamic<Int64>?
    /// How failed attempts are repeated.
    package var retriers: [Retrier]?
    /// Where failures go.
    package var catchers: [Catcher]?
    /// Where it goes when it is done.
    package var transition: Transition

    /// A Task state of the given parts.
    package init(
        resource: String,
        arguments: Template? = nil,
        credentials: Template? = nil,
        timeoutSeconds: Dynamic<Int64>? = nil,
        heartbeatSeconds: Dynamic<Int64>? = nil,
        retriers: [Retrier]? = nil,
        catchers: [Catcher]? = nil,
        transition: Transition
    ) {
        self.resource = resource
        self.arguments = arguments
        self.credentials = credentials
        self.timeoutSeconds = timeoutSeconds
        self.heartbeatSeconds = heartbeatSeconds
        self.retriers = retriers
        self.catchers = catchers
        self.transition = transition
    }

    func write(into object: inout JSONObject) {
        object["Resource"] = .string(resource)
        object["Arguments"] = arguments?.json
        object["Credentials"] = credentials?.json
        timeoutSeconds?.write("TimeoutSeconds", into: &object, JSON.integer)
        heartbeatSeconds?.write("HeartbeatSeconds", into: &object, JSON.integer)
    }
}
