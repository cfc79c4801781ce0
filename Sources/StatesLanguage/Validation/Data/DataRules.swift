import FlowDiagnostics
import FlowJSON
import JSONata

extension Rule {
    /// C14, F11, F12, F21 and F25: what is read, held against what can be there.
    static let dataUse: [Rule] = [Rule(missedFields), Rule(droppedResults), eachState(operands)]

    /// F11, F21 and F25.
    private static func missedFields(_ reading: Reading) {
        var states: [Int: StateData] = [:]
        let presenceTests = reading.presenceTests()
        for use in reading.expressions where !use.asksForPresence {
            let fields = StateFields(reading: reading, index: use.state)
            guard let data = states[use.state] ?? reading.data.data(of: fields) else { continue }
            states[use.state] = data
            let steps = JSONPointer.steps(of: String(use.pointer.dropFirst(fields.state.pointer.count)))
            let view = data.view(of: steps[...], in: fields)
            switch use.kind {
            case .path, .referencePath:
                // A rule that asks whether it is there, or of what type it is, may stand before.
                let isGuarded =
                    reading.typeTests.contains(use.pointer)
                    || presenceTests[use.state]?.prefix(100).contains { use.text.hasPrefix($0) } ?? false
                if steps.first == "Choices", isGuarded { continue }
                if let miss = view.lookup(use.text).miss { report(miss, use, reading) }
            case .intrinsic(let call):
                call.forEachPath { if let miss = view.lookup($0).miss { report(miss, use, reading) } }
            case .jsonata(let text):
                guard case .path(let variable, let names)? = reading.outline(of: text.source) else { continue }
                if let miss = view.lookup(variable: variable, names: names).miss { report(miss, use, reading) }
            case .resultPath, .jsonataText, .payloadText: break
            }
        }
    }

    private static func report(_ miss: DataView.Miss, _ use: ExpressionUse, _ reading: Reading) {
        let wanted = "\(miss.way)\(miss.step)"
        switch miss.found.origin {
        case .parallel(let state)? where !miss.step.hasPrefix("["):
            reading.report(
                .parallelArray,
                "\"\(wanted)\" is read of the list that the Parallel state \"\(reading.states[state].name)\" gives.",
                at: use.pointer,
                severity: .warning,
                hint:
                    "The output of the first branch is \"\(miss.way)[0]\"; a \"ResultSelector\" can make an object of it."
            )
        case .syncOutput(let state)?:
            reading.report(
                .syncOutputText,
                "\"\(wanted)\" is read of a text: \"\(reading.states[state].name)\" gives its output as JSON in a string.",
                at: use.pointer,
                severity: .warning,
                hint: "Write the resource as \"arn:aws:states:::states:startExecution.sync:2\" to get it parsed."
            )
        default:
            reading.report(
                .impossibleField,
                "\"\(wanted)\" can't be there: \(words(for: miss)).",
                at: use.pointer,
                hint: hint(for: miss, reading)
            )
        }
    }

    private static func words(for miss: DataView.Miss) -> String {
        let kinds = miss.found.kinds
        if kinds == .object {
            let names = miss.found.members.keys.map(\.text).sorted()
            if names.isEmpty { return "\"\(miss.way)\" has no members" }
            let shown = Array(names.prefix(8)).inWords
            return "\"\(miss.way)\" has only \(shown)\(names.count > 8 ? " and \(names.count - 8) more" : "")"
        }
        if kinds == .array, let count = miss.found.count, miss.step.hasPrefix("[") {
            return "\"\(miss.way)\" has \(count) \(count == 1 ? "element" : "elements")"
        }
        let names: [(Shape.Kinds, String)] = [
            (.null, "null"), (.boolean, "a boolean"), (.number, "a number"), (.string, "a string"),
            (.array, "an array"),
        ]
        return "\"\(miss.way)\" is \(names.first { $0.0 == kinds }?.1 ?? "something else")"
    }

    private static func hint(for miss: DataView.Miss, _ reading: Reading) -> String? {
        let names = miss.found.members.keys.map(\.text).sorted()
        if miss.found.kinds == .object, let near = reading.suggestion(for: String(miss.step.dropFirst()), in: names) {
            return near
        }
        return "Have a state before make it, or read what is there."
    }

    /// F12, a guess: that the execution's input has no member of that name.
    private static func droppedResults(_ reading: Reading) {
        let reads = Dictionary(grouping: reading.firstNames(), by: \.name)
        // A huge machine of dropped results is judged as far as there is time.
        var budget = 1_000_000
        for index in reading.states.indices {
            let state = StateFields(reading: reading, index: index)
            guard state.state.language == .jsonPath, let path = state["ResultPath"], path.isNull,
                let data = reading.data.data(of: state)
            else { continue }
            let made = data.selected.sureMembers.isEmpty ? data.result.sureMembers : data.selected.sureMembers
            let names = made.filter { reads[$0] != nil }.sorted { $0.text < $1.text }
            guard !names.isEmpty, data.selected.kinds == .object, budget > 0 else { continue }
            let after = reading.graph.states(after: index)
            budget -= after.count + 1
            for name in names {
                let uses = reads[name] ?? []
                budget -= uses.count
                // What is read before, too, was in the input.
                let isKnown = uses.contains { use in
                    reading.states[use.state].scope == state.state.scope && !after.contains(use.state)
                }
                if isKnown { continue }
                for use in uses where after.contains(use.state) { reportDropped(name, use, by: state) }
            }
        }
    }

    private static func reportDropped(
        _ name: ByteText,
        _ use: (state: Int, name: ByteText, pointer: String),
        by state: StateFields
    ) {
        guard let there = state.reading.data.inputs[use.state], there.members[name] == nil, !there.isClosed else {
            return
        }
        state.reading.report(
            .droppedResult,
            "\"\(name.text)\" is read here, but \"\(state.state.name)\", which makes it, drops its result.",
            at: use.pointer,
            severity: .warning,
            hint: "Its \"ResultPath\" is null; write \"$.result\" instead. Assumed that the input has no "
                + "\"\(name.text)\" of its own; if it has, silence this by \"flow-task: ignore F12\" in a Comment."
        )
    }

    /// C14.
    private static func operands(_ state: StateFields) {
        guard state.type == .choice, state.state.language == .jsonPath, let data = state.reading.data.data(of: state)
        else { return }
        let view = data.view(of: ["Choices"], in: state)
        for (fields, place) in state.objects(in: "Choices") { judge(fields, place, view, state) }
    }

    private static func judge(
        _ test: JSONObject,
        _ place: String,
        _ view: DataView,
        _ state: StateFields,
        depth: Int = 0
    ) {
        guard depth < 20 else { return }
        for field in ["And", "Or"] {
            for (index, inner) in (test[field]?.arrayValue ?? []).enumerated() {
                guard let inner = inner.objectValue else { continue }
                judge(inner, "\(place)/\(field)/\(index)", view, state, depth: depth + 1)
            }
        }
        if let inner = test["Not"]?.objectValue { judge(inner, "\(place)/Not", view, state, depth: depth + 1) }
        guard let variable = test["Variable"]?.stringValue else { return }
        let (shape, miss) = view.lookup(variable)
        guard miss == nil else { return }
        for (key, operand) in test {
            let name = key.hasSuffix("Path") ? String(key.dropLast(4)) : key
            guard let comparison = ChoiceOperator(rawValue: name), let needed = comparison.kinds(operand) else {
                continue
            }
            guard shape.kinds.intersection(needed).isEmpty else { continue }
            state.report(
                .impossibleOperand,
                "\"\(key)\" can never match: \"\(variable)\" is \(shape.kindsInWords).",
                at: "\(place)/\(key)",
                severity: .warning,
                hint: "A comparison of values of different types is false, and no error."
            )
        }
    }
}

extension ChoiceOperator {
    /// The kinds of value that the operator can match.
    fileprivate func kinds(_ operand: JSON) -> Shape.Kinds? {
        switch family {
        case .string, .pattern, .timestamp: return .string
        case .numeric: return .number
        case .boolean: return .boolean
        case .type:
            guard operand.boolValue == true else { return nil }
            return switch self {
            case .isNull: .null
            case .isNumeric: .number
            case .isString, .isTimestamp: .string
            case .isBoolean: .boolean
            default: nil
            }
        }
    }
}

extension Shape {
    /// `a string`, `a string or null`.
    fileprivate var kindsInWords: String {
        let names: [(Kinds, String)] = [
            (.string, "a string"), (.number, "a number"), (.boolean, "a boolean"), (.object, "an object"),
            (.array, "an array"), (.null, "null"),
        ]
        return names.filter { kinds.contains($0.0) }.map(\.1).joined(separator: " or ")
    }
}

extension Reading {
    /// The paths that each Choice state only asks for the presence of.
    fileprivate func presenceTests() -> [Int: [String]] {
        var paths: [Int: [String]] = [:]
        for use in expressions where use.asksForPresence { paths[use.state, default: []].append(use.text) }
        return paths
    }

    /// The first name of every path that is read of a state's input, with its place.
    fileprivate func firstNames() -> [(state: Int, name: ByteText, pointer: String)] {
        expressions.flatMap { use -> [(state: Int, name: ByteText, pointer: String)] in
            let state = states[use.state]
            let field = JSONPointer.steps(of: String(use.pointer.dropFirst(state.pointer.count))).first ?? ""
            guard state.language == .jsonPath, !["ResultSelector", "OutputPath", "Catch"].contains(field),
                !(field == "Assign" && [.task, .map, .parallel, .pass].contains(state.type))
            else { return [] }
            var paths: [String] = []
            switch use.kind {
            case .path, .referencePath: paths = [use.text]
            case .intrinsic(let call): call.forEachPath { paths.append($0) }
            default: break
            }
            return paths.filter { $0.hasPrefix("$.") }
                .map { path in
                    let name = path.dropFirst(2).prefix { $0 != "." && $0 != "[" }
                    return (use.state, ByteText(String(name)), use.pointer)
                }
        }
    }
}
