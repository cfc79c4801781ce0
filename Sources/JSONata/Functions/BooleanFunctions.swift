/// `$boolean`, `$not`, `$exists`
extension Evaluator {
    static func callBoolean(_ builtin: Builtin, _ arguments: [Value]) -> Value {
        let argument = arguments.argument(0)
        if builtin == .exists { return .bool(!argument.isUndefined) }
        if argument.isUndefined { return .undefined }
        return .bool(isTruthy(argument) == (builtin == .boolean))
    }
}
