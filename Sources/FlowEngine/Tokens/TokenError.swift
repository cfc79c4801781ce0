/// A task's token cannot be used.
package struct TokenError: Error, Hashable, CustomStringConvertible {
    /// What is wrong with it.
    package struct Code: Hashable, Sendable {
        /// The name of AWS's error.
        package let text: String
        /// It is no token, or one that was never handed out.
        package static let invalidToken = Code(text: "InvalidToken")
        /// Its execution is over.
        package static let taskDoesNotExist = Code(text: "TaskDoesNotExist")
        /// Its task is over: it timed out, was answered, or is no longer wanted.
        package static let taskTimedOut = Code(text: "TaskTimedOut")
    }

    /// What is wrong with it.
    package let code: Code

    init(_ code: Code) { self.code = code }

    /// What happened, in AWS's words.
    package var description: String {
        switch code {
        case .invalidToken: "Invalid Token: 'Invalid token'"
        case .taskDoesNotExist: "Task Does Not Exist: 'Provided task does not exist'"
        default: "Task Timed Out: 'Provided task does not exist anymore'"
        }
    }
}
