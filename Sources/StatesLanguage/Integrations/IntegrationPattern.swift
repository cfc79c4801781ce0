/// How the result of a service integration comes, as the end of a Task state's `Resource` says.
package enum IntegrationPattern: Hashable, Sendable {
    /// The service's answer is the result.
    case requestResponse
    /// `.sync`: the service runs a job, whose description is the result.
    case sync
    /// `.sync:2`: the same, and the description's JSON texts are values.
    case sync2
    /// `.waitForTaskToken`: somebody sends the result with the task's token.
    case waitForTaskToken

    /// The pattern of a resource, or of its last part.
    package init(of resource: String) {
        self =
            if resource.hasSuffix(".waitForTaskToken") {
                .waitForTaskToken
            } else if resource.hasSuffix(".sync") {
                .sync
            } else if resource.hasSuffix(".sync:2") {
                .sync2
            } else {
                .requestResponse
            }
    }

    /// What a resource of this pattern ends with.
    package var suffix: String {
        switch self {
        case .requestResponse: ""
        case .sync: ".sync"
        case .sync2: ".sync:2"
        case .waitForTaskToken: ".waitForTaskToken"
        }
    }
}
