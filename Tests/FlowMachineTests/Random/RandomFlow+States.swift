import FlowJSON
import StatesLanguage

extension RandomFlow {
    static let activity = "arn:aws:states:us-east-1:123456789012:activity:a"

    mutating func fill(fail state: inout JSONObject, _ surroundings: Surroundings) {
        state["Error"] = random.pick(["A", "B"])
        if random.chance(2) {
            state["Cause"] = surroundings.language == .jsonata ? "{% 'at ' & $states.context.State.Name %}" : "c"
        }
    }

    mutating func fill(wait state: inout JSONObject, _ surroundings: Surroundings) {
        switch (random.number(0...5), surroundings.language) {
        case (0, .jsonata): state["Seconds"] = "{% $states.input.n %}"
        case (1, .jsonata): state["Timestamp"] = "{% $fromMillis($millis() + 3000) %}"
        case (0, .jsonPath): state["SecondsPath"] = "$.n"
        case (1, .jsonPath): state["TimestampPath"] = "$$.Execution.StartTime"
        case (2, _): state["Timestamp"] = "2025-11-21T09:14:09Z"
        default: state["Seconds"] = .integer(Int64(random.number(0...20)))
        }
    }

    mutating func fill(task state: inout JSONObject, _ surroundings: Surroundings) {
        let isJSONata = surroundings.language == .jsonata
        var arguments: JSON?
        switch random.number(0...5) {
        case 0: state["Resource"] = "arn:aws:lambda:us-east-1:123456789012:function:f"
        case 1: state["Resource"] = .string(Self.activity)
        case 2:
            state["Resource"] = "arn:aws:states:::aws-sdk:lambda:invoke.waitForTaskToken"
            arguments =
                isJSONata
                ? ["FunctionName": "f", "Payload": ["token": "{% $states.context.Task.Token %}"]]
                : ["FunctionName": "f", "Payload": ["token.$": "$$.Task.Token"]]
        case 3:
            state["Resource"] = "arn:aws:states:::aws-sdk:lambda:invoke"
            arguments = isJSONata ? ["FunctionName": "f", "Payload": dynamic(surroundings)] : ["FunctionName": "f"]
        default:
            state["Resource"] = "arn:aws:states:::aws-sdk:sqs:sendMessage"
            arguments = ["QueueUrl": "https://sqs.us-east-1.amazonaws.com/123456789012/q", "MessageBody": "m"]
        }
        if arguments == nil, random.chance(2) { arguments = members(["p", "q"], type: .task, surroundings) }
        state[isJSONata ? "Arguments" : "Parameters"] = arguments
        if random.chance(3) { state["TimeoutSeconds"] = .integer(Int64(random.number(6...30))) }
        if random.chance(4) { state["HeartbeatSeconds"] = .integer(Int64(random.number(1...5))) }
    }

    mutating func fill(pass state: inout JSONObject, _ surroundings: Surroundings) {
        guard surroundings.language == .jsonPath else { return }
        if random.chance(3) { state["Result"] = value() }
        if random.chance(3) { state["Parameters"] = members(["p", "q"], type: .pass, surroundings) }
    }

    mutating func fill(map state: inout JSONObject, _ surroundings: Surroundings) {
        let isJSONata = surroundings.language == .jsonata
        let isDistributed = surroundings.depth == 0 && random.chance(3)
        var inside = surroundings
        if isDistributed { inside.variables = [] }
        var processor = inner(inside)
        if isDistributed {
            processor["ProcessorConfig"] = ["Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"]
        } else if random.chance(2) {
            processor["ProcessorConfig"] = ["Mode": "INLINE"]
        }
        state["ItemProcessor"] = .object(processor)
        if random.chance(2) { state["MaxConcurrency"] = .integer(Int64(random.number(0...3))) }
        if isJSONata {
            state["Items"] = random.pick([[1, 2, 3], "{% [1..4] %}", "{% $states.input.items %}"])
            if random.chance(3) { state["ItemSelector"] = ["v": "{% $states.context.Map.Item.Value %}"] }
        } else {
            if random.chance(2) { state["ItemsPath"] = random.pick(["$.items", "$.a"]) }
            if random.chance(3) { state["ItemSelector"] = ["v.$": "$$.Map.Item.Value", "i.$": "$$.Map.Item.Index"] }
        }
    }

    mutating func fill(
        choice state: inout JSONObject,
        at position: Int,
        of names: [String],
        _ surroundings: Surroundings
    ) {
        let rules = (0..<random.number(1...3)).map { _ -> JSON in
            var rule =
                surroundings.language == .jsonata
                ? ["Condition": condition()] : test(depth: 0)
            rule["Next"] = .string(random.pick(names))
            return .object(rule)
        }
        state["Choices"] = .array(rules)
        state["Default"] = .string(names[position + 1])
    }

    private mutating func condition() -> JSON {
        random.pick([
            "{% $exists($states.input.a) %}", "{% $random() < 0.4 %}", "{% $states.input.n > 2 %}", true, false,
            "{% $states.input.a = 'text' or $count($states.input.items) > 1 %}",
        ])
    }

    private mutating func test(depth: Int) -> JSONObject {
        switch random.number(0...(depth < 2 ? 7 : 4)) {
        case 0: ["Variable": "$.n", "NumericGreaterThan": 2]
        case 1: ["Variable": "$.a", "IsPresent": .bool(random.chance(2))]
        case 2: ["Variable": "$.items[0]", "IsNumeric": true]
        case 3: ["Variable": "$$.State.Name", "StringMatches": "S*1"]
        case 4: ["Variable": "$.a", "StringEqualsPath": "$$.State.Name"]
        case 5: ["And": [.object(test(depth: depth + 1)), .object(test(depth: depth + 1))]]
        case 6: ["Or": [.object(test(depth: depth + 1)), .object(test(depth: depth + 1))]]
        default: ["Not": .object(test(depth: depth + 1))]
        }
    }
}
