import FlowJSON
import StatesLanguage

extension Scope {
    /// The scope as JSON; what has its usual value is left out.
    var snapshot: JSON {
        guard phase != .over else { return .null }
        var object = JSONObject()
        object["state"] = .integer(Int64(state.rawValue))
        object["phase"] = phase.snapshot
        object["input"] = input
        object["events"] = [
            .integer(Int64(lastEventID)), .integer(Int64(enteredEventID)), .integer(Int64(beforeEnteredEventID)),
        ]
        object["enteredAt"] = .integer(enteredAt.milliseconds)
        if !parent.isNone {
            object["parent"] = .integer(Int64(parent.rawValue))
            object["position"] = .integer(Int64(position))
        }
        object["item"] = item.map { [$0] }
        var values = JSONObject()
        for (slot, value) in variables.enumerated() { values["\(slot)"] = value }
        if !values.isEmpty { object["variables"] = .object(values) }
        if !retries.counts.isEmpty { object["retries"] = .array(retries.counts.map(JSON.integer)) }
        object["children"] = children?.snapshot
        object["unfinished"] = unfinished?.snapshot
        return .object(object)
    }
}

extension Scope.Phase {
    fileprivate var snapshot: JSON {
        switch self {
        case .over: ["over"]
        case .entering: ["entering"]
        case .repeating: ["repeating"]
        case .onTask(let task): ["onTask", .integer(Int64(task.rawValue))]
        case .onMapRun(let run): ["onMapRun", .integer(Int64(run.rawValue))]
        case .waiting(let timer): ["waiting", .integer(Int64(timer.rawValue))]
        case .beforeRetry(let timer): ["beforeRetry", .integer(Int64(timer.rawValue))]
        case .forked: ["forked"]
        case .failed: ["failed"]
        case .interrupted(let rest): ["interrupted", .integer(rest)]
        case .rejoining: ["rejoining"]
        }
    }
}

extension Children {
    fileprivate var snapshot: JSON {
        [
            "items": .array(items), "effectiveInput": effectiveInput, "nextItem": .integer(Int64(nextItem)),
            "results": .array(results), "remaining": .integer(Int64(remaining)),
            "running": .array(running.map { .integer(Int64($0.rawValue)) }),
        ]
    }
}

extension Unfinished {
    fileprivate var snapshot: JSON {
        switch self {
        case .children(let unfinished):
            [
                "children", unfinished.children.snapshot, .array(unfinished.scopes.map(\.snapshot)),
                .bool(unfinished.isAtNext),
            ]
        case .mapRun(let run):
            [
                "mapRun", .integer(Int64(run.id.rawValue)), .string(run.arn), .integer(Int64(run.redriveCount)),
            ]
        }
    }
}
