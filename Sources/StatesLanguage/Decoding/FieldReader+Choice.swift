import FlowDiagnostics
import FlowJSON

extension FieldReader {
    func choice() -> ChoiceState? {
        let readers = objects("Choices")
        if fields["Choices"] == nil { missing("Choices", of: "The Choice state") }
        if array("Choices")?.isEmpty == true {
            reading.report(.emptyList, "\"Choices\" has no rule.", at: pointer(to: "Choices"))
        }
        let rules = readers?.map { $0.choiceRule() }
        let defaultNext = string("Default")
        guard let rules else { return nil }
        let complete = rules.compactMap { $0 }
        guard complete.count == rules.count else { return nil }
        return ChoiceState(choices: complete, defaultNext: defaultNext)
    }

    private func choiceRule() -> ChoiceRule? {
        check(.choiceRule, of: "A choice rule")
        if fields["Next"] == nil { missing("Next", of: "The choice rule") }
        let condition = language == .jsonPath ? dataTest().map(ChoiceRule.Condition.test) : jsonataCondition()
        let assign = assign()
        let output = jsonata("Output")
        guard let next = string("Next"), let condition else { return nil }
        return ChoiceRule(
            condition: condition,
            next: next,
            assign: assign,
            output: output,
            comment: string("Comment")
        )
    }

    private func jsonataCondition() -> ChoiceRule.Condition? {
        if fields["Condition"] == nil { missing("Condition", of: "The choice rule") }
        return dynamic("Condition", "true or false", hasTwin: false) { $0.boolValue }
            .map(ChoiceRule.Condition.condition)
    }

    private func innerTest() -> DataTest? {
        check(.dataTest, of: "A test inside a rule")
        let test = dataTest()
        guard let comment = string("Comment") else { return test }
        return test.map { .commented(comment, $0) }
    }

    private func innerTests(_ field: String) -> [DataTest]? {
        if array(field)?.isEmpty == true {
            reading.report(.emptyList, "\"\(field)\" has no test.", at: pointer(to: field))
        }
        guard let tests = objects(field)?.map({ $0.innerTest() }) else { return nil }
        let complete = tests.compactMap { $0 }
        return complete.count == tests.count ? complete : nil
    }

    private func dataTest() -> DataTest? {
        let joins = ["And", "Or", "Not"].filter { fields[$0] != nil }
        let operators = FieldTable.comparisons.filter { fields[$0.field] != nil }
        let names = joins + operators.map(\.field)
        guard let name = names.first else {
            reading.report(
                .missingField,
                "The rule has no operator.",
                at: pointer,
                hint: "Give \"Variable\" and one operator such as \"StringEquals\", or \"And\", \"Or\" or \"Not\"."
            )
            return nil
        }
        guard names.count == 1 else {
            reading.report(
                .choiceOperator,
                "\(names.inWords) stand in one rule, which can have one operator.",
                at: pointer(to: names[1]),
                hint: "Join tests by \"And\"."
            )
            return nil
        }
        switch name {
        case "And": return innerTests("And").map(DataTest.and)
        case "Or": return innerTests("Or").map(DataTest.or)
        case "Not": return object("Not")?.innerTest().map(DataTest.not)
        default: return comparison(operators[0].comparison, field: name)
        }
    }

    private func comparison(_ comparison: ChoiceOperator, field: String) -> DataTest? {
        if fields["Variable"] == nil { missing("Variable", of: "The rule with \"\(field)\"") }
        let variable = path("Variable", .path)
        if comparison.family == .type { reading.typeTests.insert(pointer(to: "Variable")) }
        if variable != nil, comparison == .isPresent, let last = reading.expressions.indices.last {
            reading.expressions[last].asksForPresence = true
        }
        let operand: DataTest.Operand?
        if field == comparison.rawValue {
            judgeOperand(of: comparison)
            operand = fields[field].map(DataTest.Operand.literal)
        } else {
            operand = path(field, .path).map(DataTest.Operand.path)
        }
        guard let variable, let operand else { return nil }
        return .comparison(variable: variable, comparison, operand)
    }

    private func judgeOperand(of comparison: ChoiceOperator) {
        let field = comparison.rawValue
        guard let operand = fields[field] else { return }
        // A template's placeholder is filled in before the definition is used.
        if operand.stringValue?.contains("${") == true { return }
        if let mismatch = comparison.mismatch(of: operand) {
            reading.report(.wrongType, "\"\(field)\" \(mismatch).", at: pointer(to: field))
        } else if comparison.family == .timestamp, let text = operand.stringValue, Timestamp(text) == nil {
            reading.report(
                .invalidTimestamp,
                "\"\(text)\" is no RFC 3339 timestamp.",
                at: pointer(to: field),
                hint: "Write it as \"2026-11-21T09:14:00Z\"."
            )
        } else if comparison.family == .pattern, let text = operand.stringValue, hasBadEscape(text) {
            reading.report(
                .choiceOperator,
                "The pattern \"\(text)\" has a backslash that escapes nothing.",
                at: pointer(to: field),
                hint: "Only \\* and \\\\ are escapes; in JSON each backslash is written twice."
            )
        }
    }

    private func hasBadEscape(_ pattern: String) -> Bool {
        var isEscape = false
        for byte in pattern.utf8 {
            if isEscape, byte != UInt8(ascii: "*"), byte != UInt8(ascii: "\\") { return true }
            isEscape = !isEscape && byte == UInt8(ascii: "\\")
        }
        return isEscape
    }
}

extension FieldTable {
    /// Every comparison by the field that writes it.
    fileprivate static let comparisons: [(field: String, comparison: ChoiceOperator)] =
        ChoiceOperator.allCases.map { ($0.rawValue, $0) }
        + ChoiceOperator.allCases.filter(\.hasPathVariant).map { ($0.rawValue + "Path", $0) }
}
