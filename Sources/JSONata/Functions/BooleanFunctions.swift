/// `$boolean`, `$not`, `$exists`
extension Evaluator {
    func callBoolean(_ builtin: Builtin, _ arguments: [Value]) throws(EvaluationError) -> Value {
        let argument = arguments.argument(0)
        if builtin == .exists { return .bool(!argument.isUndefined) }
        if argument.isUndefined { return .undefined }
        return .bool(try isTrue(argument) == (builtin == .boolean))
    }
}
