package import FlowJSON
package import StatesLanguage

/// What stands in the place of one call of a task.
package struct MockedAnswer: Hashable, Sendable {
    /// How the call ends.
    package enum Ending: Hashable, Sendable {
        /// With a result.
        case result(JSON)
        /// With a failure.
        case failure(TaskFailure)
    }

    /// How the call ends.
    package var ending: Ending
    /// How long it takes in virtual time.
    package var delayInMilliseconds: Int64 = 0
    /// How often it says that it is alive until then, or `nil` for never.
    package var heartbeatInMilliseconds: Int64?

    /// An answer that comes at once.
    package init(_ ending: Ending) { self.ending = ending }
}

/// The answers of a state's calls, by their number from 0; retries and later visits count on.
package struct MockedState: Hashable, Sendable {
    /// Calls of some numbers have an answer.
    struct Part: Hashable, Sendable {
        let first: Int
        /// `nil` for all that follow.
        let last: Int?
        let answer: MockedAnswer
    }

    private(set) var parts: [Part] = []
    /// What an `ItemReader` reads, for a distributed Map.
    package internal(set) var items: [JSON]?

    init() {}

    /// The same answer for every call.
    package init(_ answer: MockedAnswer) { parts = [Part(first: 0, last: nil, answer: answer)] }

    /// The answer of a call, or `nil` where none is given.
    package func answer(of call: Int) -> MockedAnswer? {
        parts.first { $0.first <= call && call <= $0.last ?? .max }?.answer
    }

    /// Adds an answer for a number or a range such as `1-2` or `3-`; `false` where the text is none.
    mutating func add(_ answer: MockedAnswer, for range: String) -> Bool {
        let ends = range.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = Self.number(ends.first) else { return false }
        if ends.count == 1 {
            parts.append(Part(first: first, last: first, answer: answer))
        } else if ends[1].isEmpty {
            parts.append(Part(first: first, last: nil, answer: answer))
        } else {
            guard let last = Self.number(ends[1]), last >= first else { return false }
            parts.append(Part(first: first, last: last, answer: answer))
        }
        return true
    }

    /// Whether a text looks like a number or a range of calls.
    static func isRange(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { (48...57).contains($0) || $0 == UInt8(ascii: "-") }
    }

    private static func number(_ text: Substring?) -> Int? {
        guard let text, !text.isEmpty, text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return Int(text)
    }
}
