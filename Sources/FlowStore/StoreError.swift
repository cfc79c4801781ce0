/// The store could not do what it was asked to.
package struct StoreError: Error, Hashable, CustomStringConvertible {
    /// What kind of failure it is.
    package struct Code: Hashable, Sendable {
        /// The name of the kind.
        package let text: String
        /// A new execution's id is taken.
        package static let alreadyExists = Code(text: "alreadyExists")
        /// There is no such execution.
        package static let notFound = Code(text: "notFound")
        /// Another commit came first.
        package static let versionConflict = Code(text: "versionConflict")
        /// The store does not answer.
        package static let unavailable = Code(text: "unavailable")
        /// The disk is full, or a file may not grow.
        package static let full = Code(text: "full")
        /// Somebody else holds the store's lock.
        package static let locked = Code(text: "locked")
        /// What is there is no store, or is damaged.
        package static let damaged = Code(text: "damaged")
        /// A newer version of flow-task made the store.
        package static let newerVersion = Code(text: "newerVersion")
        /// The store cannot keep what it was given.
        package static let unsupported = Code(text: "unsupported")
    }

    /// What kind of failure it is.
    package let code: Code
    /// What happened, in one sentence.
    package let message: String

    /// A failure of the given kind.
    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// What happened.
    package var description: String { message }
}

extension StoreError {
    /// The failure where no execution has an id.
    package static func missing(_ id: ExecutionID) -> StoreError {
        StoreError(.notFound, "There is no execution \(id).")
    }

    /// The failure where no map run has an ARN.
    package static func missing(mapRun arn: String) -> StoreError {
        StoreError(.notFound, "There is no map run \(arn).")
    }
}
