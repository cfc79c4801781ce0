import FlowJSON
import FlowMachine
import StatesLanguage

/// Makes machines of every state but such as wait for people, with data that fits now and then.
struct RandomMachine {
    private var generator: SplitMix
    private var names = 0

    init(seed: UInt64) { generator = SplitMix(state: seed) }

    mutating func definition() -> JSON {
        var machine = states(depth: 0)
        if chance(4) { machine["TimeoutSeconds"] = 100 }
        machine["QueryLanguage"] = chance(2) ? "JSONPath" : nil
        return .object(machine)
    }

    /// Something to start with.
    mutating func input() -> JSON { value(depth: 0) }

    mutating func chance(_ of: Int) -> Bool { number(of) == 0 }

    mutating func number(_ below: Int) -> Int { Int.random(in: 0..<max(below, 1), using: &generator) }

    private mutating func states(depth: Int) -> JSONObject {
        let all = (0..<(1 + number(4))).map { _ in
            names += 1
            return "S\(names)"
        }
        var states = JSONObject()
        for (index, name) in all.enumerated() { states[name] = state(at: index, among: all, depth: depth) }
        return ["StartAt": .string(all[0]), "States": .object(states)]
    }

    private mutating func state(at index: Int, among all: [String], depth: Int) -> JSON {
        var state = JSONObject()
        let kind = number(depth < 2 ? 9 : 7)
        switch kind {
        case 0: state = ["Type": "Succeed"]
        case 1: state = ["Type": "Fail", "Error": .string(chance(2) ? "A" : "B")]
        case 2:
            let target = JSON.string(all[number(all.count)])
            let rule: JSON = ["Variable": .string(path()), "NumericGreaterThan": 2, "Next": target]
            state = ["Type": "Choice", "Choices": [rule]]
            if !chance(4) { state["Default"] = .string(all[number(all.count)]) }
            return .object(state)
        case 3: state = ["Type": "Wait", "Seconds": .integer(Int64(number(20)))]
        case 4, 5:
            state = ["Type": "Task", "Resource": "arn:aws:states:::aws-sdk:sqs:sendMessage"]
            if chance(3) { state["TimeoutSeconds"] = 5 }
            if chance(3) { state["Parameters"] = ["v.$": .string(path())] }
        case 7:
            let branches = (0..<(1 + number(3))).map { _ in JSON.object(states(depth: depth + 1)) }
            state = ["Type": "Parallel", "Branches": .array(branches)]
        case 8:
            state = ["Type": "Map", "ItemProcessor": .object(states(depth: depth + 1))]
            if chance(2) { state["ItemsPath"] = "$.items" }
            if chance(2) { state["MaxConcurrency"] = .integer(Int64(number(3))) }
        default:
            state = ["Type": "Pass"]
            if chance(2) { state["Result"] = value(depth: 0) }
            if chance(3) { state["ResultPath"] = .string(chance(2) ? "$.a.b" : "$.items") }
        }
        if kind > 1 { finish(&state, at: index, among: all) }
        return .object(state)
    }

    private mutating func finish(_ state: inout JSONObject, at index: Int, among all: [String]) {
        if index + 1 < all.count, !chance(5) {
            // Now and then it goes back, which may loop until the history is full.
            state["Next"] = .string(chance(8) ? all[number(all.count)] : all[index + 1])
        } else {
            state["End"] = true
        }
        guard let type = state["Type"]?.stringValue else { return }
        if type != "Wait", chance(4) { state["InputPath"] = .string(path()) }
        if chance(4) { state["Assign"] = ["v\(number(3)).$": "$"] }
        guard ["Task", "Parallel", "Map"].contains(type) else { return }
        if chance(2) {
            state["Retry"] = [["ErrorEquals": [chance(2) ? "A" : "States.ALL"], "MaxAttempts": 2]]
        }
        if chance(2) {
            state["Catch"] = [["ErrorEquals": ["States.ALL"], "Next": .string(all[number(all.count)])]]
        }
    }

    private mutating func path() -> String {
        ["$", "$.a", "$.a.b", "$.items", "$.items[0]", "$$.State.Name"][number(6)]
    }

    private mutating func value(depth: Int) -> JSON {
        switch number(depth < 2 ? 6 : 3) {
        case 0: .integer(Int64(number(5)))
        case 1: "text"
        case 2: .null
        case 3: .array((0..<number(4)).map { _ in value(depth: depth + 1) })
        default: ["a": value(depth: depth + 1), "items": .array((0..<number(4)).map { .integer(Int64($0)) })]
        }
    }
}

/// Random numbers that a seed decides.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
