import FlowJSON

/// `$eval`: compiles and evaluates a text as an expression.
extension Evaluator {
    func callEval(_ arguments: [Value], _ input: Value) throws(EvaluationError) -> Value {
        guard let text = arguments.text(0) else { return .undefined }
        let context = arguments.argument(1).isUndefined ? self.context(input) : arguments.argument(1)
        try chargeSteps(50 + text.utf8.count)
        let compiled: Program
        do throws(EvaluationError) {
            let tree = try PathBuilder.build(try Parser.parse(text, dialect: program.dialect))
            compiled = try Compiler.compile(tree, dialect: program.dialect)
        } catch {
            throw EvaluationError("D3120", value: .string(error.message), details: [("error", .string(error.code))])
        }
        let inner = Evaluator(compiled)
        inner.begin(input: context.json, environment: environment, limits: limits)
        for (index, name) in compiled.globals.enumerated() {
            inner.globals[index] = program.globals.firstIndex(of: name).flatMap { globals[$0] }
        }
        do throws(EvaluationError) {
            let value = try inner.run(within: self, inner.run).collapsed()
            switch value {
            case .undefined, .json, .sequence, .constructed:
                inner.finish()
                guard let half = compiled.loneSurrogate, let json = value.json else { return value }
                return .json(half.replaced(in: json))
            default:
                // Its functions may still be called.
                parts.append((compiled, inner))
                return moved(value, from: inner)
            }
        } catch {
            inner.finish()
            // Limits stay what they are; and an error that quoted the one within it, and so on, would double each time.
            if ["D1011", "D1012", "D1013", "D3120", "D3121"].contains(error.code) { throw error }
            throw EvaluationError("D3121", value: .string(error.message), details: [("error", .string(error.code))])
        }
    }
}
