import FlowDiagnostics
import FlowJSON
import StatesLanguage

/// The test of a choice rule, ready to be judged.
indirect enum CompiledTest: Sendable {
    case and([CompiledTest])
    case or([CompiledTest])
    case not(CompiledTest)
    case comparison(CompiledPath, ChoiceOperator, Operand)
    case constant(Bool)
    case expression(CompiledExpression)

    /// What a value is compared with.
    enum Operand: Sendable {
        case literal(JSON)
        case path(CompiledPath)
    }

    init(
        _ condition: ChoiceRule.Condition,
        at location: FieldLocation,
        in names: VariableNames
    ) throws(Diagnostic) {
        switch condition {
        case .test(let test): try self.init(test, in: names)
        case .condition(.literal(let value)): self = .constant(value)
        case .condition(.path(let text)):
            self = .comparison(try CompiledPath(text, in: names), .booleanEquals, .literal(.bool(true)))
        case .condition(.expression(let text)):
            self = .expression(try CompiledExpression(text, at: location.member("Condition"), in: names))
        }
    }

    private init(_ test: DataTest, in names: VariableNames) throws(Diagnostic) {
        switch test {
        case .and(let tests): self = .and(try Self.all(tests, in: names))
        case .or(let tests): self = .or(try Self.all(tests, in: names))
        case .not(let test): self = .not(try CompiledTest(test, in: names))
        case .commented(_, let test): try self.init(test, in: names)
        case .comparison(let variable, let comparison, .literal(let value)):
            self = .comparison(try CompiledPath(variable, in: names), comparison, .literal(value))
        case .comparison(let variable, let comparison, .path(let text)):
            self = .comparison(
                try CompiledPath(variable, in: names),
                comparison,
                .path(try CompiledPath(text, in: names))
            )
        }
    }

    private static func all(_ tests: [DataTest], in names: VariableNames) throws(Diagnostic) -> [CompiledTest] {
        var compiled: [CompiledTest] = []
        for test in tests { compiled.append(try CompiledTest(test, in: names)) }
        return compiled
    }

    var readsContext: Bool {
        switch self {
        case .and(let tests), .or(let tests): tests.contains { $0.readsContext }
        case .not(let test): test.readsContext
        case .comparison(let variable, _, let operand):
            switch operand {
            case .literal: variable.readsContext
            case .path(let path): variable.readsContext || path.readsContext
            }
        case .constant: false
        case .expression(let expression): expression.readsContext
        }
    }

    /// Whether the test holds.
    func holds(in view: DataView) throws(Fault) -> Bool {
        switch self {
        case .and(let tests):
            for test in tests where try !test.holds(in: view) { return false }
            return true
        case .or(let tests):
            for test in tests where try test.holds(in: view) { return true }
            return false
        case .not(let test): return try !test.holds(in: view)
        case .comparison(let variable, let comparison, let operand):
            return try Self.compare(variable, comparison, operand, in: view)
        case .constant(let value): return value
        case .expression(let expression):
            let value = try expression.value(in: view)
            guard case .bool(let holds) = value else {
                throw expression.unexpectedType(value, expected: "boolean")
            }
            return holds
        }
    }

    private static func compare(
        _ variable: CompiledPath,
        _ comparison: ChoiceOperator,
        _ operand: Operand,
        in view: DataView
    ) throws(Fault) -> Bool {
        let value: JSON
        do throws(PathMiss) { value = try variable.value(in: view) } catch {
            if comparison == .isPresent, case .literal(let expected) = operand { return expected.boolValue == false }
            throw .runtime(
                "Invalid path '\(variable.text)': The choice state's condition path references an invalid value."
            )
        }
        switch operand {
        case .literal(let expected): return comparison.holds(value, expected)
        case .path(let path):
            do throws(PathMiss) { return comparison.holds(value, try path.value(in: view)) } catch {
                throw .runtime(
                    "Invalid path '\(path.text)': The choice state's condition path references an invalid value."
                )
            }
        }
    }
}
