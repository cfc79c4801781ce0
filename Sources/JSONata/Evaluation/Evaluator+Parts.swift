/// Functions that cross between a program and the texts that it evaluates.
extension Evaluator {
    /// A value of another evaluator as this one may use it: functions are called over there.
    func moved(_ value: Value, from other: Evaluator) -> Value {
        switch value {
        case .function(let function): return .function(moved(function, from: other))
        case .mixed(let array):
            if array is OuterWrapper { return value }
            return .mixed(
                MixedArray(
                    array.items.map { moved($0, from: other) },
                    isSequence: array.isSequence,
                    keep: array.keep,
                    isConstructed: array.isConstructed
                )
            )
        case .record(let record):
            let copy = Record()
            for (key, value) in zip(record.keys, record.values) { copy[key] = moved(value, from: other) }
            return .record(copy)
        case .undefined, .unbound, .json, .sequence, .constructed, .tuples, .tailCall: return value
        }
    }

    private func moved(_ function: Function, from other: Evaluator) -> Function {
        switch function.body {
        case .builtin, .regex, .nextMatch: function
        case .foreign(let original, let home) where home.evaluator === self: original
        case .lambda, .partial, .chain, .transform, .foreign:
            Function(.foreign(function, Function.Home(evaluator: other)), arity: function.arity)
        }
    }

    /// Calls a function where it belongs.
    func call(
        _ function: Function,
        at home: Evaluator,
        _ arguments: [Value],
        _ input: Value
    ) throws(EvaluationError) -> Value {
        let given = arguments.map { home.moved($0, from: self) }
        let context = home.moved(input, from: self)
        let result = try home.run(within: self) { () throws(EvaluationError) in
            try home.apply(.function(function), given, context)
        }
        return moved(result, from: home)
    }
}
