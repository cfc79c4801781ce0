import FlowDiagnostics
import FlowJSON

extension Rule {
    /// F13 to F17, F23 and F28: what becomes of failures.
    static let retryConduct: [Rule] = [
        eachState(unhandledFailures), eachState(backoff), eachState(shadowedElements), eachState(runtimeErrors),
        eachState(dataLimits), Rule(longRetries), eachState(misspelledErrors),
    ]

    /// F13.
    private static func unhandledFailures(_ state: StateFields) {
        guard state.type == .task, !state.reading.isHandled(state.index) else { return }
        state.report(
            .unhandledFailure,
            "The Task state \"\(state.state.name)\" has neither \"Retry\" nor \"Catch\", so a failure ends the execution.",
            at: "",
            severity: .warning,
            hint: "Give it a \"Retry\" for what passes by itself, or a \"Catch\" that tidies up."
        )
    }

    /// F14.
    private static func backoff(_ state: StateFields) {
        for (fields, place) in state.objects(in: "Retry") {
            let attempts = fields["MaxAttempts"]?.integerValue ?? 3
            let rate = fields["BackoffRate"]?.doubleValue ?? 2
            let interval = fields["IntervalSeconds"]?.integerValue ?? 1
            guard attempts > 5, rate <= 1, interval < 30 else { continue }
            state.report(
                .noBackoff,
                "\(attempts) attempts follow each other every \(interval) s, without back-off.",
                at: "\(place)/BackoffRate",
                severity: .warning,
                hint:
                    "A \"BackoffRate\" over 1 gives what failed time to recover. Assumed that this is no polling; if it "
                    + "is, silence this by \"flow-task: ignore F14\" in the retrier's Comment."
            )
        }
    }

    /// F15.
    private static func shadowedElements(_ state: StateFields) {
        let reading = state.reading.specification
        for field in ["Retry", "Catch"] {
            var earlier: [ErrorName] = []
            for (fields, place) in state.objects(in: field) {
                let names = (fields["ErrorEquals"]?.arrayValue ?? []).compactMap(\.stringValue).map { ErrorName($0) }
                let taken = names.filter { name in
                    name != .runtime && earlier.contains { $0.matches(name, by: reading) }
                }
                if let first = taken.first, let cover = earlier.first(where: { $0.matches(first, by: reading) }) {
                    state.report(
                        .shadowedRetry,
                        "\(taken.map(\.text).inWords) never \(taken.count == 1 ? "gets" : "get") here: "
                            + "\"\(cover.text)\" in an earlier element of \"\(field)\" comes first.",
                        at: "\(place)/ErrorEquals",
                        severity: .warning,
                        hint: "The first element that matches is the only one that counts; put this one before it."
                    )
                }
                earlier += names
            }
        }
    }

    /// F16.
    private static func runtimeErrors(_ state: StateFields) {
        for field in ["Retry", "Catch"] {
            for (fields, place) in state.objects(in: field) {
                let names = (fields["ErrorEquals"]?.arrayValue ?? []).compactMap(\.stringValue)
                guard names.contains(ErrorName.runtime.text) else { continue }
                state.report(
                    .catchesRuntime,
                    "\"States.Runtime\" can be neither retried nor caught, not even by its name.",
                    at: "\(place)/ErrorEquals",
                    severity: .warning,
                    hint: "Remove it, and mend what raises it: a path that finds nothing, or a value of the wrong type."
                )
            }
        }
    }

    /// F28, of names that are nearly the language's own: other names of theirs may be new.
    private static func misspelledErrors(_ state: StateFields) {
        let prefix = "States."
        let predefined = ErrorName.predefined.map { String($0.text.dropFirst(prefix.count)) }
        func isRaised(_ name: String) -> Bool {
            name.hasPrefix("States.Http.") || state.reading.states.contains { $0.fields["Error"]?.stringValue == name }
        }
        for field in ["Retry", "Catch"] {
            for (fields, place) in state.objects(in: field) {
                for name in (fields["ErrorEquals"]?.arrayValue ?? []).compactMap(\.stringValue)
                where name.lowercased().hasPrefix(prefix.lowercased())
                    && ErrorName.predefined.allSatisfy({ $0.text != name })
                {
                    let rest = String(name.dropFirst(prefix.count))
                    let meant = predefined.contains(rest) ? rest : nearestName(to: rest, in: predefined)
                    guard let meant, !isRaised(name) else { continue }
                    state.report(
                        .misspelledError,
                        "Nothing raises \"\(name)\": names that begin with \"States.\" are the language's own.",
                        at: "\(place)/ErrorEquals",
                        severity: .warning,
                        hint: "Did you mean \"\(prefix)\(meant)\"?"
                    )
                }
            }
        }
    }

    /// F17, of calls whose answers have no bound of their own.
    private static func dataLimits(_ state: StateFields) {
        guard let call = state.call, Self.unboundedAnswers.contains("\(call.service):\(call.action)") else { return }
        let catchers = state.objects(in: "Catch")
        let names = catchers.flatMap { ($0.fields["ErrorEquals"]?.arrayValue ?? []).compactMap(\.stringValue) }
        guard names.contains(ErrorName.all.text), !names.contains(ErrorName.dataLimitExceeded.text),
            let last = catchers.last
        else { return }
        state.report(
            .dataLimitNotCaught,
            "\"States.ALL\" doesn't catch \"States.DataLimitExceeded\", which an answer over 256 KiB raises.",
            at: "\(last.place)/ErrorEquals",
            severity: .warning,
            hint: "Add a catcher for \"States.DataLimitExceeded\" by its name. Assumed that what "
                + "\"\(call.service):\(call.action)\" answers can be large; if not, silence this by "
                + "\"flow-task: ignore F17\" in the Comment."
        )
    }

    private static let unboundedAnswers: Set<String> = [
        "s3:getObject", "http:invoke", "dynamodb:scan", "dynamodb:query", "athena:getQueryResults",
        "cloudwatchlogs:getQueryResults", "cloudwatchlogs:filterLogEvents", "s3:selectObjectContent",
    ]

    /// F23.
    private static func longRetries(_ reading: Reading) {
        for index in reading.states.indices {
            let isExpress = reading.isExpress(index)
            guard let limit = reading.machineTimeoutSeconds ?? (isExpress ? 300 : nil), limit > 0 else { continue }
            let state = StateFields(reading: reading, index: index)
            for (fields, place) in state.objects(in: "Retry") {
                let seconds = Self.longestWait(fields)
                guard seconds > Double(limit) else { continue }
                let whose =
                    reading.machineTimeoutSeconds == nil ? "an EXPRESS execution may run" : "the machine may run"
                state.report(
                    .retryBeyondTimeout,
                    "The retries can wait for \(Self.words(forSeconds: seconds)) together, but \(whose) for \(limit) s.",
                    at: place,
                    severity: .warning,
                    hint: "Make the waits or \"MaxAttempts\" smaller, or the machine's \"TimeoutSeconds\" larger."
                )
            }
        }
    }

    /// The seconds that all waits of a retrier take together.
    private static func longestWait(_ fields: JSONObject) -> Double {
        var delay = Double(fields["IntervalSeconds"]?.integerValue ?? 1)
        let rate = fields["BackoffRate"]?.doubleValue ?? 2
        let most = fields["MaxDelaySeconds"]?.doubleValue ?? 99_999_999
        let attempts = fields["MaxAttempts"]?.integerValue ?? 3
        var sum = 0.0
        for attempt in 0..<max(0, min(attempts, 10_000)) {
            if delay >= most || rate == 1 { return sum + min(delay, most) * Double(attempts - attempt) }
            sum += delay
            delay *= rate
        }
        return sum
    }

    private static func words(forSeconds seconds: Double) -> String { "\(Int64(min(seconds, 1e15))) s" }
}

extension Reading {
    /// Whether a failure of a state is retried or caught, by itself or by a state around it.
    func isHandled(_ state: Int) -> Bool { isHandled(state) { _ in true } }

    /// Whether an element of `Retry` or `Catch` around a state's failure is as asked.
    func isHandled(_ state: Int, fields: [String] = ["Retry", "Catch"], where test: (JSONObject) -> Bool) -> Bool {
        var current: Int? = state
        while let index = current {
            let state = StateFields(reading: self, index: index)
            if fields.contains(where: { state.objects(in: $0).contains { test($0.fields) } }) { return true }
            current = scopes[state.state.scope].parent?.state
        }
        return false
    }
}
