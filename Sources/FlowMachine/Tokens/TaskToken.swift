import StatesLanguage

/// What somebody outside gives back to tell which task a result is for.
///
/// It says where the task is, so that no table of all tokens has to be kept, and holds a secret, so that nobody can make one.
package struct TaskToken: Hashable, Sendable {
    /// The execution's id.
    package let execution: String
    /// The attempt, within its execution.
    package let task: TaskID
    private let secret: String

    private static let separator: Character = "\n"

    init(execution: String, task: TaskID, secret: [UInt64]) {
        self.execution = execution
        self.task = task
        self.secret = secret.map { String($0, radix: 36) }.joined(separator: "-")
    }

    /// Reads a token's text; `nil` where it is no token.
    package init?(_ text: String) {
        guard let bytes = Base64.decode(Array(text.utf8)), let inner = String(validating: bytes, as: UTF8.self) else {
            return nil
        }
        let parts = inner.split(separator: Self.separator, maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let number = Int(parts[1]), number > 0 else { return nil }
        secret = String(parts[0])
        task = TaskID(rawValue: number)
        execution = String(parts[2])
    }

    /// The token as it is handed out.
    package var text: String {
        let separator = String(Self.separator)
        return Base64.encode(Array([secret, String(task.rawValue), execution].joined(separator: separator).utf8))
    }
}
