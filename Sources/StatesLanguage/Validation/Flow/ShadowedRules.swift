import FlowDiagnostics
import FlowJSON
import JSONata

extension Rule {
    /// F06: choice rules that no input can reach.
    static let shadowedRules: [Rule] = [eachState(choiceRules)]

    /// More rules than these are compared with their neighbours only.
    private static let comparedRules = 50

    private static func choiceRules(_ state: StateFields) {
        guard state.type == .choice else { return }
        var earlier: [(test: ChoiceTest, place: String)] = []
        for (fields, place) in state.objects(in: "Choices") {
            let test = ChoiceTest(fields, state.state.language)
            if test.isNever {
                report("The rule can never match.", "Its conditions exclude each other.", place, state)
            } else if let always = earlier.first(where: { $0.test.isAlways }) {
                report("The rule is never looked at.", "The rule at \(always.place) always matches.", place, state)
            } else if let cover = earlier.suffix(comparedRules).first(where: { test.implies($0.test) }) {
                let hint =
                    "Whatever matches it matches the rule at \(cover.place) first; change their order or remove one."
                report("The rule is shadowed by an earlier one.", hint, place, state)
            }
            earlier.append((test, place))
        }
    }

    private static func report(_ message: String, _ hint: String, _ place: String, _ state: StateFields) {
        state.report(.shadowedRule, message, at: place, severity: .warning, hint: hint)
    }
}

/// A choice rule's condition, as far as it can be compared with others.
indirect enum ChoiceTest {
    case always
    case never
    case all([ChoiceTest])
    case any([ChoiceTest])
    case not(ChoiceTest)
    case comparison(variable: String, ChoiceOperator, JSON)
    /// Anything else, by its text.
    case opaque(String)

    init(_ fields: JSONObject, _ language: QueryLanguage, depth: Int = 0) {
        var condition = JSONObject()
        for (key, value) in fields where !["Next", "Comment", "Assign", "Output"].contains(key) {
            condition[key] = value
        }
        self = .opaque(JSON.object(condition).text)
        guard depth < 20, depth > 0 || Self.leaves(of: fields) <= Self.leafLimit else { return }
        if language == .jsonata {
            self = Self.condition(fields["Condition"]) ?? self
            return
        }
        func tests(_ field: String) -> [ChoiceTest]? {
            fields[field]?.arrayValue?.compactMap(\.objectValue).map { ChoiceTest($0, language, depth: depth + 1) }
        }
        if let tests = tests("And") {
            self = .all(tests)
        } else if let tests = tests("Or") {
            self = .any(tests)
        } else if let inner = fields["Not"]?.objectValue {
            self = .not(ChoiceTest(inner, language, depth: depth + 1))
        } else if let variable = fields["Variable"]?.stringValue {
            for (key, value) in fields {
                guard let comparison = ChoiceOperator(rawValue: key) else { continue }
                self = .comparison(variable: variable, comparison, value)
            }
        }
    }

    /// Conditions of more tests than these are compared as texts.
    private static let leafLimit = 64

    /// How many tests a condition has, counted up to a few over the limit.
    private static func leaves(of fields: JSONObject) -> Int {
        var open = [fields]
        var count = 0
        while let test = open.popLast(), count <= leafLimit {
            count += 1
            for field in ["And", "Or"] { open += (test[field]?.arrayValue ?? []).compactMap(\.objectValue) }
            if let inner = test["Not"]?.objectValue { open.append(inner) }
        }
        return count
    }

    private static func condition(_ value: JSON?) -> ChoiceTest? {
        if let isTrue = value?.boolValue { return isTrue ? .always : .never }
        guard let text = value?.stringValue.flatMap({ ExpressionText($0) }) else { return nil }
        switch text.source {
        case "true": return .always
        case "false": return .never
        default: return nil
        }
    }

    /// Whether it holds for every input.
    var isAlways: Bool { if case .always = self { true } else { false } }

    /// Whether it holds for no input.
    var isNever: Bool {
        switch self {
        case .never: return true
        case .any(let tests): return !tests.isEmpty && tests.allSatisfy(\.isNever)
        case .all(let tests):
            if tests.contains(where: \.isNever) { return true }
            guard tests.count <= 20 else { return false }
            return tests.indices.contains { first in
                tests.indices.contains { $0 > first && tests[first].excludes(tests[$0]) }
            }
        default: return false
        }
    }

    /// Whether whatever this holds for, the other holds for too.
    func implies(_ other: ChoiceTest) -> Bool {
        switch (self, other) {
        case (.never, _), (_, .always): true
        case (.all(let tests), .all(let others)):
            others.allSatisfy { needed in tests.contains { $0.implies(needed) } }
        case (.all(let tests), _): tests.contains { $0.implies(other) }
        case (_, .any(let others)): others.contains { implies($0) }
        case (.any(let tests), _): !tests.isEmpty && tests.allSatisfy { $0.implies(other) }
        case (.comparison(let variable, let own, let value), .comparison(let twin, let comparison, let operand)):
            variable == twin && Self.implies(own, value, comparison, operand)
        case (.not(let inner), .not(let outer)): outer.implies(inner)
        case (.opaque(let text), .opaque(let twin)): text == twin
        default: false
        }
    }

    private static func implies(
        _ own: ChoiceOperator,
        _ value: JSON,
        _ other: ChoiceOperator,
        _ operand: JSON
    ) -> Bool {
        if own == other, value == operand { return true }
        if own == .stringEquals, other == .stringMatches, let text = value.stringValue,
            let pattern = operand.stringValue
        {
            return pattern == "*" || pattern == text && !pattern.contains("\\")
        }
        guard own.family == .numeric, other.family == .numeric, let value = value.doubleValue,
            let operand = operand.doubleValue
        else { return false }
        return switch (own.relation, other.relation) {
        case (.equal, .equal): value == operand
        case (.equal, .less), (.lessOrEqual, .less): value < operand
        case (.equal, .lessOrEqual), (.lessOrEqual, .lessOrEqual), (.less, .less), (.less, .lessOrEqual):
            value <= operand
        case (.equal, .greater), (.greaterOrEqual, .greater): value > operand
        case (.equal, .greaterOrEqual), (.greaterOrEqual, .greaterOrEqual), (.greater, .greater),
            (.greater, .greaterOrEqual):
            value >= operand
        default: false
        }
    }

    /// Whether no input can meet both.
    private func excludes(_ other: ChoiceTest) -> Bool {
        guard case .comparison(let variable, let own, let value) = self,
            case .comparison(let twin, let comparison, let operand) = other, variable == twin
        else { return false }
        if own == comparison, own.family == .type || own.relation == .equal, own != .stringMatches {
            return own.family != .timestamp && value != operand
        }
        guard own.family == .numeric, comparison.family == .numeric, let value = value.doubleValue,
            let operand = operand.doubleValue
        else { return false }
        return Self.isApart(own.relation, value, comparison.relation, operand)
            || Self.isApart(comparison.relation, operand, own.relation, value)
    }

    /// Whether everything on the first side is below everything on the second.
    private static func isApart(
        _ low: ChoiceOperator.Relation,
        _ lowEnd: Double,
        _ high: ChoiceOperator.Relation,
        _ highEnd: Double
    ) -> Bool {
        switch (low, high) {
        case (.lessOrEqual, .greaterOrEqual), (.equal, .greaterOrEqual), (.lessOrEqual, .equal): lowEnd < highEnd
        case (.less, .greater), (.less, .greaterOrEqual), (.lessOrEqual, .greater), (.less, .equal),
            (.equal, .greater):
            lowEnd <= highEnd
        default: false
        }
    }
}
