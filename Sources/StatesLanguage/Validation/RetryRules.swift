import FlowDiagnostics
import FlowJSON

extension Rule {
    /// B06, B07, B09, B10 and B26 of retriers and catchers.
    static let retries: [Rule] = [eachState(retrierNumbers), eachState(errorNames)]

    private static let longestDelay: Int64 = 31_622_400

    private static func retrierNumbers(_ state: StateFields) {
        for (fields, place) in state.objects(in: "Retry") {
            for (field, least) in [("IntervalSeconds", 1), ("MaxAttempts", 0)] as [(String, Int64)] {
                guard let value = fields[field]?.integerValue, !(least...longestSeconds ~= value) else { continue }
                state.report(.numberRange, outOfRange(field, value, least), at: "\(place)/\(field)")
            }
            if let rate = fields["BackoffRate"]?.doubleValue, rate < 1 {
                state.report(
                    .backoffRate,
                    "\"BackoffRate\" is \(fields["BackoffRate"]?.text ?? ""), but should be 1 or more.",
                    at: "\(place)/BackoffRate"
                )
            }
            let interval = fields["IntervalSeconds"]?.integerValue ?? 1
            let isBounded = state.reading.specification.maxDelay == .bounded
            if let longest = fields["MaxDelaySeconds"]?.integerValue,
                longest <= interval || isBounded && longest > longestDelay
            {
                state.report(
                    .maxDelay,
                    "\"MaxDelaySeconds\" is \(longest), but should be over \"IntervalSeconds\", which is \(interval)"
                        + (isBounded ? ", and at most \(longestDelay)." : "."),
                    at: "\(place)/MaxDelaySeconds"
                )
            }
        }
    }

    private static func errorNames(_ state: StateFields) {
        for field in ["Retry", "Catch"] {
            let elements = state.objects(in: field)
            for (index, (fields, place)) in elements.enumerated() {
                guard let names = fields["ErrorEquals"]?.arrayValue else { continue }
                if names.isEmpty {
                    state.report(.emptyErrorEquals, "\"ErrorEquals\" names no error.", at: "\(place)/ErrorEquals")
                }
                guard names.contains(where: { $0.stringValue == ErrorName.all.text }) else { continue }
                if names.count > 1 || index < elements.count - 1 {
                    state.report(
                        .wildcardPlace,
                        names.count > 1
                            ? "\"States.ALL\" should be the only name in its \"ErrorEquals\"."
                            : "\"States.ALL\" should be in the last element of \"\(field)\".",
                        at: "\(place)/ErrorEquals",
                        hint: "It matches every error, so nothing beside or after it is ever looked at."
                    )
                }
            }
        }
    }
}
