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
        /// The store does not answer, or its disk is full.
        package static let unavailable = Code(text: "unavailable")
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
