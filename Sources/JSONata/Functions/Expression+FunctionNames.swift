extension Expression {
    /// Whether a name, without its `$`, is a built-in function's where no variable has it.
    package static func isFunctionName(_ name: String, dialect: Dialect = .stepFunctions) -> Bool {
        Builtin.named(name, dialect) != nil
    }

    /// The names of the built-in functions of Step Functions, without their `$`.
    package static var functionNames: [String] {
        Builtin.allCases.map(\.name).filter { isFunctionName($0) }
    }
}
