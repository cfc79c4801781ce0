package import FlowDiagnostics

/// Reads one value after the other out of the same piece of memory; objects that are alike share their shape.
///
/// The memory stays in place while the reader lives. After a failure the reader is of no more use.
package struct ValueReader: ~Copyable {
    private let memory: UnsafeBufferPointer<UInt8>
    private var parser: Parser?
    private var error: SyntaxError?

    /// A reader of the values in a piece of memory.
    package init(_ memory: UnsafeRawBufferPointer, options: JSON.ParsingOptions = .plain) {
        self.memory = memory.bindMemory(to: UInt8.self)
        guard let start = self.memory.baseAddress else { return }
        parser = Parser(text: self.memory, from: start, options: options)
    }

    /// The value that begins at `offset`, blanks before it allowed, and ends before `limit`; `nil` where it is malformed.
    ///
    /// `offset` is behind the value afterwards. What follows it is not looked at.
    package mutating func next(at offset: inout Int, before limit: Int) -> JSON? {
        do throws(SyntaxError) {
            guard let value = try parser?.parse(from: offset, before: limit) else {
                throw SyntaxError(kind: .emptyText, offset: offset)
            }
            offset = parser?.offset ?? offset
            return value
        } catch {
            self.error = error
            return nil
        }
    }

    /// Whether more bytes behind the last ones could have made the failed value whole.
    package var couldGoOn: Bool {
        switch error?.kind {
        case .emptyText, .unexpectedEnd, .unterminatedString, .malformedNumber, .numberOutOfRange: true
        case nil: false
        // Words, escapes and characters are short.
        default: memory.count - (error?.offset ?? 0) < 16
        }
    }

    /// What was wrong with the last value, its place counted from the memory's start.
    package var failure: Diagnostic? { error?.diagnostic(in: memory, file: nil) }
}

extension Parser {
    /// How many bytes lie before `here`.
    fileprivate var offset: Int { here - start }
}
