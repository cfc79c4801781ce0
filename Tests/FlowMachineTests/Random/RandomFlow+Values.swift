import FlowJSON
import StatesLanguage

extension RandomFlow {
    /// How a state's data goes in and out.
    mutating func shape(_ state: inout JSONObject, _ type: StateType, _ surroundings: Surroundings) {
        guard type != .fail else { return }
        guard surroundings.language == .jsonPath else {
            if random.chance(2) { state["Output"] = output(type, surroundings) }
            return
        }
        if random.chance(5), type != .wait {
            state["InputPath"] = random.pick([.string(path(surroundings)), nil] as [JSON])
        }
        if random.chance(6) { state["OutputPath"] = random.pick(["$", "$.a", "$.error", nil] as [JSON]) }
        guard [.task, .parallel, .map, .pass].contains(type) else { return }
        if random.chance(2) {
            state["ResultPath"] = random.pick(["$", "$.a.b", "$.items", "$.items[0]", nil] as [JSON])
        }
        if type != .pass, random.chance(4) { state["ResultSelector"] = ["r.$": random.pick(["$", "$.a", "$[0]"])] }
    }

    private mutating func output(_ type: StateType, _ surroundings: Surroundings) -> JSON {
        guard [.task, .parallel, .map].contains(type), random.chance(2) else { return dynamic(surroundings) }
        return random.pick(["{% $states.result %}", ["r": "{% $states.result.a %}"], "{% $count($states.result) %}"])
    }

    /// An object with a value for each name that is found when the state runs.
    mutating func members(_ names: [String], type: StateType, _ surroundings: Surroundings) -> JSON {
        var object = JSONObject()
        for name in names {
            guard surroundings.language == .jsonPath else {
                object[name] = dynamic(surroundings)
                continue
            }
            if random.chance(3) { object[name] = value() } else { object[name + ".$"] = .string(formula(surroundings)) }
        }
        return .object(object)
    }

    /// A JSONata value, nested now and then.
    mutating func dynamic(_ surroundings: Surroundings) -> JSON {
        if random.chance(5) { return value() }
        if random.chance(5) { return ["d": dynamic(surroundings), "l": [1, dynamic(surroundings)]] }
        var expressions = [
            "$states.input", "$states.input.a", "$states.input.items[0]", "$states.context.State.Name",
            "$sum([1, 2, 3])", "$random()", "$uuid()", "$now()", "$map([1..3], function($x) { $x * 2 })",
            "$partition([1..5], 2)", "$states.context.Execution.Input", "{'k': $states.input.n + 1}",
            "$string($states.input)", "$states.input.n > 1 ? 'many' : 'few'",
        ]
        expressions += surroundings.variables.map { "$\($0)" }
        return .string("{% \(random.pick(expressions)) %}")
    }

    private mutating func formula(_ surroundings: Surroundings) -> String {
        random.pick([
            path(surroundings), path(surroundings), "States.Format('a {}', $.a)", "States.UUID()",
            "States.MathRandom(1, 100)", "States.Array($.a, 1)", "States.ArrayLength($.items)",
            "States.MathAdd($.n, 1)", "States.JsonToString($)", "States.StringSplit('a,b', ',')",
        ])
    }

    private mutating func path(_ surroundings: Surroundings) -> String {
        let paths = ["$", "$.a", "$.a.b", "$.items", "$.items[0]", "$.items[*]", "$$.State.Name", "$$.Execution.Input"]
        return random.pick(paths + surroundings.variables.map { "$\($0)" })
    }

    /// Data that fits what the states look for, now and then.
    mutating func value(depth: Int = 0) -> JSON {
        switch random.number(0...(depth < 2 ? 7 : 3)) {
        case 0: .integer(Int64(random.number(0...5)))
        case 1: random.pick(["text", "", "é\u{1F600}"])
        case 2: random.pick([nil, true, false, 1.5])
        case 3: random.pick([[], [:]])
        case 4: .array((0..<random.number(0...3)).map { _ in value(depth: depth + 1) })
        default:
            [
                "a": value(depth: depth + 1), "n": .integer(Int64(random.number(0...4))),
                "items": .array((0..<random.number(0...4)).map { .integer(Int64($0)) }),
            ]
        }
    }
}
