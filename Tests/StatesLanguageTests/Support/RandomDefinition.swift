import FlowJSON
import StatesLanguage

/// Makes definitions that use every field now and then.
struct RandomDefinition {
    var random: SplitMix
    private var names = 0
    private var variables = 0

    init(seed: Int) { random = SplitMix(seed: UInt64(seed)) }

    mutating func make() -> StateMachineDefinition {
        let (startAt, states) = scope(depth: 0)
        return StateMachineDefinition(
            comment: text(),
            queryLanguage: maybe(.jsonPath),
            version: maybe("1.0"),
            timeoutSeconds: maybe(.random(in: 1...99_999_999, using: &random)),
            startAt: startAt,
            states: states
        )
    }

    private mutating func maybe<Value>(_ value: Value) -> Value? {
        Bool.random(using: &random) ? value : nil
    }

    private mutating func text() -> String? {
        ["", "x", "é\u{301}", "\"\\/\n\u{1}", "😀 ~1/", nil, nil].randomElement(using: &random) ?? nil
    }

    /// A chain of states in which each has the next one in its ways.
    private mutating func scope(depth: Int) -> (startAt: String, states: [State]) {
        let count = Int.random(in: 1...4, using: &random)
        let first = names
        names += count
        let states = (first..<first + count).map { number in
            state("S \(number) ü", next: number + 1 < first + count ? "S \(number + 1) ü" : nil, depth: depth)
        }
        return ("S \(first) ü", states)
    }

    private mutating func state(_ name: String, next: String?, depth: Int) -> State {
        let language: QueryLanguage? = Bool.random(using: &random) ? .jsonata : maybe(.jsonPath)
        let isJSONata = language == .jsonata
        let kind = kind(next: next, depth: depth, isJSONata)
        var state = State(name: name, comment: text(), queryLanguage: language, kind: kind)
        if state.type == .fail { return state }
        if isJSONata {
            state.output = maybe(template(isJSONata, depth: 0))
        } else {
            state.io.inputPath = path()
            state.io.outputPath = path()
        }
        if state.type != .succeed { state.assign = maybe(object(isJSONata)) }
        let hasResult = [.task, .parallel, .map, .pass].contains(state.type)
        if !isJSONata, hasResult {
            state.io.resultPath = Bool.random(using: &random) ? .null : maybe(.path("$.r['a b'][0]"))
            if state.type != .map { state.io.parameters = maybe(object(isJSONata)) }
            if state.type != .pass { state.io.resultSelector = maybe(object(isJSONata)) }
        }
        return state
    }

    private mutating func path() -> JSONPathIO.Selection? {
        [.null, .path("$"), .path("$.a"), .path("$$.Execution.Id"), nil].randomElement(using: &random) ?? nil
    }

    private mutating func kind(next: String?, depth: Int, _ isJSONata: Bool) -> State.Kind {
        let transition = next.map(Transition.next) ?? .end
        let retriers = maybe([retrier()])
        let catchers = next.map { [catcher($0, isJSONata)] }
        switch Int.random(in: 0..<(next == nil ? 7 : 8), using: &random) {
        case 0:
            return .task(
                TaskState(
                    resource: "arn:aws:states:::sqs:sendMessage",
                    arguments: isJSONata ? maybe(template(isJSONata, depth: 0)) : nil,
                    credentials: maybe(.literal(["RoleArn": "arn:aws:iam::1:role/r"])),
                    timeoutSeconds: dynamic(isJSONata, 500),
                    heartbeatSeconds: dynamic(isJSONata, 5),
                    retriers: retriers,
                    catchers: catchers,
                    transition: transition
                )
            )
        case 1 where depth < 3:
            let branches = (0...Int.random(in: 0...2, using: &random)).map { _ in branch(depth: depth + 1) }
            return .parallel(
                ParallelState(
                    branches: branches,
                    arguments: isJSONata ? maybe(template(isJSONata, depth: 0)) : nil,
                    retriers: retriers,
                    catchers: catchers,
                    transition: transition
                )
            )
        case 2 where depth < 3:
            var map = MapState(
                itemProcessor: ItemProcessor(
                    configuration: maybe(ItemProcessor.Configuration(mode: maybe(.inline))),
                    branch: branch(depth: depth + 1)
                ),
                itemSelector: maybe(object(isJSONata)),
                maxConcurrency: dynamic(isJSONata, 3),
                retriers: retriers,
                catchers: catchers,
                transition: transition
            )
            if isJSONata {
                map.items = maybe(.array([.expression(ExpressionText(source: "1")), .literal(2)]))
            } else {
                map.itemsPath = maybe("$.items")
            }
            return .map(map)
        case 3:
            return .wait(WaitState(duration: .seconds(dynamic(isJSONata, 5) ?? .literal(0)), transition: transition))
        case 4 where next == nil: return .succeed(SucceedState())
        case 5 where next == nil: return .fail(FailState(error: maybe(.literal("E")), cause: maybe(.literal("C"))))
        case 7:
            guard let next else { fallthrough }
            return .choice(ChoiceState(choices: [rule(next, isJSONata), rule(next, isJSONata)], defaultNext: next))
        default: return .pass(PassState(result: isJSONata ? nil : maybe(value(depth: 0)), transition: transition))
        }
    }

    private mutating func branch(depth: Int) -> Branch {
        let (startAt, states) = scope(depth: depth)
        return Branch(comment: text(), startAt: startAt, states: states)
    }

    private mutating func dynamic(_ isJSONata: Bool, _ value: Int64) -> Dynamic<Int64>? {
        maybe(
            Bool.random(using: &random)
                ? .literal(value) : isJSONata ? .expression(ExpressionText(source: "7")) : .path("$.n")
        )
    }

    private mutating func retrier() -> Retrier {
        Retrier(
            errorEquals: ["E", .timeout],
            intervalSeconds: maybe(2),
            maxAttempts: maybe(0),
            backoffRate: maybe(Double.random(in: 1...9, using: &random)),
            maxDelaySeconds: maybe(100),
            jitterStrategy: maybe(.full),
            comment: text()
        )
    }

    private mutating func catcher(_ next: String, _ isJSONata: Bool) -> Catcher {
        Catcher(
            errorEquals: [.all],
            next: next,
            resultPath: isJSONata ? nil : maybe(.path("$.error")),
            output: isJSONata ? maybe(.expression(ExpressionText(source: "$states.errorOutput"))) : nil,
            comment: text()
        )
    }

    private mutating func rule(_ next: String, _ isJSONata: Bool) -> ChoiceRule {
        let condition: ChoiceRule.Condition =
            isJSONata
            ? .condition(Bool.random(using: &random) ? .literal(true) : .expression(ExpressionText(source: "true")))
            : .test(test(depth: 0))
        return ChoiceRule(
            condition: condition,
            next: next,
            output: isJSONata ? maybe(.literal(1)) : nil,
            comment: text()
        )
    }

    private mutating func test(depth: Int) -> DataTest {
        switch Int.random(in: 0..<(depth > 2 ? 2 : 6), using: &random) {
        case 0: return .comparison(variable: "$.a", .numericLessThan, .path("$.b"))
        case 1: return .comparison(variable: "$.a", .stringMatches, .literal("a*\\*\\\\"))
        case 2: return .and([test(depth: depth + 1), test(depth: depth + 1)])
        case 3: return .or([test(depth: depth + 1)])
        case 4: return .not(test(depth: depth + 1))
        default: return .and([.commented("why", test(depth: 3))])
        }
    }

    /// No name comes twice, since an inner scope may not assign an outer one's variable.
    private mutating func object(_ isJSONata: Bool) -> Template {
        variables += 1
        let name = "v\(variables)"
        return .members([
            .init(name: name, value: template(isJSONata, depth: 1)), .init(name: "w\(name)", value: .literal(1)),
        ])
    }

    private mutating func template(_ isJSONata: Bool, depth: Int) -> Template {
        switch Int.random(in: 0..<(depth > 3 ? 2 : 4), using: &random) {
        case 0: return .literal(value(depth: 2))
        case 1:
            if isJSONata { return .expression(ExpressionText(source: "$states.input.a")) }
            if depth == 0 { return .members([.init(name: "p", value: .path("$.a"))]) }
            let call = try? IntrinsicCall("States.Format('{}', $.a)")
            return .members([.init(name: "q", value: call.map(Template.intrinsic) ?? .path("$$.State"))])
        case 2 where isJSONata || depth > 0: return .list([template(isJSONata, depth: depth + 1), .literal(nil)])
        default:
            return .members([
                .init(name: "a", value: template(isJSONata, depth: depth + 1)), .init(name: "ü", value: .literal(1.5)),
            ])
        }
    }

    private mutating func value(depth: Int) -> JSON {
        switch Int.random(in: 0..<(depth > 2 ? 6 : 8), using: &random) {
        case 0: return nil
        case 1: return .bool(.random(using: &random))
        case 2: return .integer(.random(in: Int64.min...Int64.max, using: &random))
        case 3: return .double(.random(in: -1e9...1e9, using: &random))
        case 4: return .string(text() ?? "plain")
        case 5: return [1, "x"]
        case 6: return .array([value(depth: depth + 1), value(depth: depth + 1)])
        default: return .object(["k": value(depth: depth + 1), "": value(depth: depth + 1)])
        }
    }
}
