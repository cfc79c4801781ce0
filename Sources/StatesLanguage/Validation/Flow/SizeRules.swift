import FlowDiagnostics
import FlowJSON
import JSONata

extension Rule {
    /// F03, F04, F26 and F27: what outgrows a limit.
    static let sizes: [Rule] = [
        eachState(mapSizes), eachState(retryEvents), Rule(countedLoops), Rule(growingPayloads), Rule(variableSizes),
    ]

    private static let historyLimit = 25_000
    private static let payloadLimit = 262_144

    /// F03, F04 and F26 of Maps over a number of items that is known.
    private static func mapSizes(_ state: StateFields) {
        guard state.type == .map, let data = state.reading.data.data(of: state) else { return }
        let isInline = !state.reading.runsDistributed(state.index)
        if isInline, let most = state["MaxConcurrency"]?.integerValue, most > 40 {
            state.report(
                .largeInlineMap,
                "\"MaxConcurrency\" is \(most), but an inline Map runs at most 40 iterations at once.",
                at: "MaxConcurrency",
                severity: .warning,
                hint: "Make the Map distributed, or leave the rest to be run afterwards."
            )
        }
        guard let count = state.items(in: data).count, count > 0 else { return }
        if isInline, count > 1000 {
            state.report(
                .largeInlineMap,
                "The inline Map goes over \(count) items in one execution.",
                at: "",
                severity: .warning,
                hint: "Make it distributed: each item then has an execution and a history of its own."
            )
        }
        let iteration = 2 + state.reading.leastEvents(in: state.index)
        if isInline, !state.reading.isExpress(state.index), count * iteration > historyLimit {
            state.report(
                .manyEvents,
                "\(count) iterations make about \(count * iteration) events, but an execution has at most 25,000.",
                at: "",
                severity: .warning,
                hint: "Make the Map distributed, or split its items. Counted on the shortest way through an iteration."
            )
        }
        let size = state.reading.data.iterationOutput(of: state.index).leastBytes + 1
        if state["ResultWriter"] == nil, count * size > payloadLimit, data.selected == data.result {
            state.report(
                .growingPayload,
                "The results of \(count) items are over \(count * size) bytes, but a payload has at most 262,144.",
                at: "",
                severity: .warning,
                hint: "Write them out by a \"ResultWriter\", or give less from each iteration."
            )
        }
    }

    /// F03 of retriers.
    private static func retryEvents(_ state: StateFields) {
        guard !state.reading.isExpress(state.index), state.type == .task else { return }
        for (fields, place) in state.objects(in: "Retry") {
            guard let attempts = fields["MaxAttempts"]?.integerValue, attempts > Int64(historyLimit / 3) else {
                continue
            }
            state.report(
                .manyEvents,
                "\(attempts) attempts make three events each, but an execution has at most 25,000.",
                at: "\(place)/MaxAttempts",
                severity: .warning,
                hint: "Allow fewer, with a longer wait between them."
            )
        }
    }

    /// F03 of loops that count up to a number.
    private static func countedLoops(_ reading: Reading) {
        for cycle in reading.graph.cycles where !reading.isExpress(cycle[0]) {
            let texts = cycle.map { JSON.object(reading.states[$0].fields).text }
            guard texts.contains(where: { $0.contains("States.MathAdd(") || $0.contains(" + 1 ") }) else { continue }
            for index in cycle where reading.states[index].type == .choice {
                let state = StateFields(reading: reading, index: index)
                for (fields, place) in state.objects(in: "Choices") {
                    guard let bound = LoopBound.bound(of: fields, state.state.language) else { continue }
                    let rounds = bound * Double(2 * cycle.count)
                    guard rounds > Double(historyLimit), rounds < 1e15 else { continue }
                    state.report(
                        .manyEvents,
                        "\(Int64(bound)) rounds of \(cycle.count) states make about \(Int64(rounds)) events, but an "
                            + "execution has at most 25,000.",
                        at: place,
                        severity: .warning,
                        hint:
                            "Start a new execution after some rounds. Assumed that the loop counts from 0 by 1; if not, "
                            + "silence this by \"flow-task: ignore F03\" in the Comment."
                    )
                }
            }
        }
    }

    /// F04 of loops.
    private static func growingPayloads(_ reading: Reading) {
        for use in reading.expressions where reading.graph.cycle[use.state] != nil {
            guard let name = GrowingValue.name(of: use, reading) else { continue }
            reading.report(
                .growingPayload,
                "\"\(name)\" grows by each round of the loop, but a payload has at most 262,144 bytes.",
                at: use.pointer,
                severity: .warning,
                hint:
                    "Keep what is collected elsewhere, such as in S3. Assumed that the loop runs often; if its rounds "
                    + "are few, silence this by \"flow-task: ignore F04\" in the Comment."
            )
        }
    }

    /// F27.
    private static func variableSizes(_ reading: Reading) {
        var copies: Int64 = 0
        var counted: Set<String> = []
        for assignment in reading.assignments {
            let state = StateFields(reading: reading, index: assignment.state)
            let key = "\(state.state.scope) \(assignment.name)"
            guard reading.holdsWholePayload(assignment), counted.insert(key).inserted else { continue }
            copies = min(1_000_000, copies + reading.copies(of: state.state.scope))
            // 40 of 256 KiB are the 10 MiB that an execution may have.
            guard copies > 40 else { continue }
            reading.report(
                .manyVariables,
                "With \"\(assignment.name)\", \(copies) variables at once can hold a whole payload of 256 KiB each, "
                    + "but an execution has at most 10 MiB of variables.",
                at: assignment.pointer,
                severity: .warning,
                hint: "Assign only what is read of it. Assumed that the payloads are large; if they are small, silence "
                    + "this by \"flow-task: ignore F27\" in the Comment."
            )
            return
        }
    }
}

extension Reading {
    /// The fewest events of one run through the states inside a Map, nested ones not counted twice.
    fileprivate func leastEvents(in owner: Int) -> Int {
        guard let scope = scopes.firstIndex(where: { $0.parent?.state == owner }), let start = graph.starts[scope]
        else {
            return 0
        }
        // Every state costs at least two events, so the shortest way is found by breadth.
        var ways: [Int: Int] = [start: 2]
        var open = [start]
        var next = 0
        while next < open.count {
            let state = open[next]
            next += 1
            let events = (ways[state] ?? 2) + (states[state].type == .task ? 3 : 0)
            if canEnd(state) { return events }
            for edge in graph.edges[state] where ways[edge.target] == nil {
                ways[edge.target] = events + 2
                open.append(edge.target)
            }
        }
        return 2
    }

    /// How many copies of a scope's variables there are at once.
    fileprivate func copies(of scope: Int) -> Int64 {
        var copies: Int64 = 1
        var current = scope
        while let owner = scopes[current].parent, !scopes[current].isDistributed {
            let state = StateFields(reading: self, index: owner.state)
            if state.type == .map {
                let most = state["MaxConcurrency"]?.integerValue ?? 0
                copies = min(1_000_000, copies * (most > 0 ? min(most, 40) : 40))
            }
            current = owner.scope
        }
        return copies
    }

    /// Whether a variable takes over a whole input or result.
    fileprivate func holdsWholePayload(_ assignment: Assignment) -> Bool {
        guard states[assignment.state].type != .pass else { return false }
        let wholes = [
            "$", "$.Payload", "{% $states.result %}", "{% $states.input %}", "{% $states.result.Payload %}",
        ]
        let state = states[assignment.state]
        var value: JSON? = .object(state.fields)
        for step in JSONPointer.steps(of: String(assignment.pointer.dropFirst(state.pointer.count))) {
            value = value?[step] ?? Int(step).flatMap { value?[$0] }
        }
        guard let text = value?.stringValue else { return false }
        return wholes.contains(text) && (text.hasPrefix("{%") || assignment.pointer.hasSuffix(".$"))
    }
}

/// The number that a loop counts up to, read from the rule that goes on or leaves.
enum LoopBound {
    static func bound(of rule: JSONObject, _ language: QueryLanguage) -> Double? {
        if language == .jsonPath {
            let operators = [
                "NumericLessThan", "NumericLessThanEquals", "NumericGreaterThan", "NumericGreaterThanEquals",
            ]
            return (operators + ["NumericEquals"]).lazy.compactMap { rule[$0]?.doubleValue }.first
        }
        guard let text = rule["Condition"]?.stringValue.flatMap({ ExpressionText($0) }),
            case .operation(let sign, let operands)? = Expression.outline(of: text.source),
            ["<", "<=", ">", ">=", "="].contains(sign), operands.count == 2,
            case .literal(let value) = operands[1]
        else { return nil }
        return value.doubleValue
    }
}

/// Finds values that are made of themselves and more.
enum GrowingValue {
    /// The name of what grows, or `nil`.
    static func name(of use: ExpressionUse, _ reading: Reading) -> String? {
        let state = reading.states[use.state]
        let steps = JSONPointer.steps(of: String(use.pointer.dropFirst(state.pointer.count)))
        guard let last = steps.last else { return nil }
        switch use.kind {
        case .intrinsic(let call):
            guard last.hasSuffix(".$"), call.function == .array || call.function == .format else { return nil }
            let name = String(last.dropLast(2))
            let isVariable = steps.contains("Assign")
            let own = isVariable ? "$\(name)" : "$.\(name)"
            return call.arguments.contains(.path(own)) && call.arguments.count > 1 ? own : nil
        case .jsonata(let text):
            guard let outline = reading.outline(of: text.source) else { return nil }
            let own: ExpressionOutline =
                steps.contains("Assign")
                ? .path(variable: last, names: []) : .path(variable: "states", names: ["input", last])
            guard grows(outline, own) else { return nil }
            return steps.contains("Assign") ? "$\(last)" : last
        default: return nil
        }
    }

    private static func grows(_ outline: ExpressionOutline, _ own: ExpressionOutline) -> Bool {
        switch outline {
        case .call("append", let arguments): arguments.contains(own)
        case .operation("&", let operands): operands.contains { $0 == own || grows($0, own) }
        case .array(let elements): elements.count > 1 && elements.contains(own)
        default: false
        }
    }
}
