import FlowDiagnostics
import FlowJSON
import StatesLanguage

/// Reads the parts of a snapshot; what does not fit is a diagnostic that names the place.
struct SnapshotReader {
    /// `nil` where there is nothing.
    let value: JSON?
    let place: String

    subscript(key: String) -> SnapshotReader { SnapshotReader(value: value?[key], place: "\(place).\(key)") }

    /// The same, or `nil` where there is nothing.
    var optional: SnapshotReader? { value == nil ? nil : self }

    func mismatch(_ expected: String) -> Diagnostic {
        Diagnostic(
            code: "M03",
            message: "The snapshot of an execution can't be read: \(place) should be \(expected) but is "
                + "\(value.map { String($0.text.prefix(100)) } ?? "missing").",
            hint: "It was made by another version, for another program, or was damaged."
        )
    }

    func present() throws(Diagnostic) -> JSON {
        guard let value else { throw mismatch("there") }
        return value
    }

    func integer() throws(Diagnostic) -> Int64 {
        guard case .integer(let number)? = value else { throw mismatch("an integer") }
        return number
    }

    /// An integer that counts or numbers something.
    func position() throws(Diagnostic) -> Int {
        let number = try integer()
        guard 0..<Int64(Int32.max) ~= number else { throw mismatch("a number from 0 on") }
        return Int(number)
    }

    func bool() throws(Diagnostic) -> Bool {
        guard case .bool(let flag)? = value else { throw mismatch("true or false") }
        return flag
    }

    func timestamp() throws(Diagnostic) -> Timestamp { Timestamp(milliseconds: try integer()) }

    func elements(count: Int? = nil) throws(Diagnostic) -> [SnapshotReader] {
        guard case .array(let elements)? = value, count == nil || elements.count == count else {
            throw mismatch(count.map { "a list of \($0)" } ?? "a list")
        }
        return elements.enumerated().map { SnapshotReader(value: $0.element, place: "\(place)[\($0.offset)]") }
    }

    func values() throws(Diagnostic) -> [JSON] {
        guard case .array(let elements)? = value else { throw mismatch("a list") }
        return elements
    }

    /// A list that begins with a word, and the rest of it.
    func tagged() throws(Diagnostic) -> (word: String, rest: [SnapshotReader]) {
        let elements = try elements()
        guard case .string(let word)? = elements.first?.value else { throw mismatch("a list that begins with a word") }
        return (word, Array(elements.dropFirst()))
    }

    func scopeIndex(in interpreter: Interpreter) throws(Diagnostic) -> ScopeIndex {
        let position = try position()
        guard position < interpreter.scopes.count else { throw mismatch("the number of a scope") }
        return ScopeIndex(position)
    }

    /// The number of a scope that is not over.
    func runningScope(in interpreter: Interpreter) throws(Diagnostic) -> ScopeIndex {
        let scope = try scopeIndex(in: interpreter)
        guard interpreter.scopes[scope.position].phase != .over else { throw mismatch("a running scope") }
        return scope
    }

    func status() throws(Diagnostic) -> ExecutionStatus {
        let (word, rest) = try tagged()
        switch (word, rest.count) {
        case ("succeeded", 1): return .succeeded(output: try rest[0].present())
        case ("failed", 2): return .failed(error: rest[0].value?.stringValue, cause: rest[1].value?.stringValue)
        case ("timedOut", 0): return .timedOut
        case ("aborted", 2): return .aborted(error: rest[0].value?.stringValue, cause: rest[1].value?.stringValue)
        default: throw mismatch("a status")
        }
    }

    func pendingTask(in interpreter: Interpreter) throws(Diagnostic) -> PendingTask {
        let scope = try self["scope"].runningScope(in: interpreter)
        var task = PendingTask(
            scope: scope,
            timeoutSeconds: try self["timeoutSeconds"].optional?.integer(),
            heartbeatSeconds: try self["heartbeatSeconds"].optional?.integer()
        )
        task.hasStarted = try self["hasStarted"].bool()
        task.isWithWorker = try self["isWithWorker"].optional?.bool() ?? false
        task.timeout = try self["timeout"].optional?.position().timerID
        task.heartbeat = try self["heartbeat"].optional?.position().timerID
        task.lastHeartbeat = try self["lastHeartbeat"].timestamp()
        task.submittedOutput = try self["submitted"].optional?.elements(count: 1)[0].value
        return task
    }

    func timerPurpose(in interpreter: Interpreter) throws(Diagnostic) -> TimerPurpose {
        let (word, rest) = try tagged()
        switch (word, rest.count) {
        case ("execution", 0): return .execution
        case ("wait", 2): return .wait(try rest[0].scopeIndex(in: interpreter), until: try rest[1].timestamp())
        case ("retry", 1): return .retry(try rest[0].scopeIndex(in: interpreter))
        case ("timeout", 1): return .timeout(TaskID(rawValue: try rest[0].position()))
        case ("heartbeat", 1): return .heartbeat(TaskID(rawValue: try rest[0].position()))
        default: throw mismatch("the purpose of a timer")
        }
    }
}

extension Int {
    var timerID: TimerID { TimerID(rawValue: self) }
}
