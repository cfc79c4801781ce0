public import FlowDiagnostics
public import FlowJSON

/// A JSONata expression: compiled once, evaluated many times, on any thread.
public struct Expression: Sendable {
    /// The text that was compiled.
    public let source: String
    /// What the text was compiled as.
    public let dialect: Dialect
    let program: Program

    /// Compiles an expression; its error is for authors.
    ///
    /// The message is jsonata-js's, the location's offset is that behind the token which was not understood.
    public init(_ source: String, dialect: Dialect = .stepFunctions) throws(Diagnostic) {
        do throws(EvaluationError) {
            try self.init(parsing: source, dialect: dialect)
        } catch {
            throw error.diagnostic(in: source)
        }
    }

    /// Compiles an expression; its error has jsonata-js's code, position and token.
    public init(parsing source: String, dialect: Dialect = .stepFunctions) throws(EvaluationError) {
        self.source = source
        self.dialect = dialect
        let tree = try PathBuilder.build(try Parser.parse(source, dialect: dialect))
        program = try Compiler.compile(tree, dialect: dialect)
    }

    /// The names that the expression reads from outside, in the order in which `evaluate` takes their values.
    public var globals: [GlobalName] { program.globals }

    /// The expression's value, or `nil` where it is undefined.
    ///
    /// - Parameter globals: The values of `globals`, in that order; `nil` for one that is not bound.
    public func evaluate(
        input: JSON? = nil,
        globals: [JSON?] = [],
        environment: Environment = Environment(),
        limits: Limits? = nil
    ) throws(EvaluationError) -> JSON? {
        try evaluate(input: input, environment: environment, limits: limits) { index in
            index < globals.count ? globals[index] : nil
        }
    }

    /// The expression's value, or `nil` where it is undefined.
    ///
    /// - Parameter global: Gives the value of the global at an index of `globals`; `nil` where it is not bound.
    package func evaluate(
        input: JSON? = nil,
        environment: Environment,
        limits: Limits? = nil,
        global: (Int) -> JSON?
    ) throws(EvaluationError) -> JSON? {
        let limits = limits ?? (dialect == .stepFunctions ? .stepFunctions : .generous)
        let evaluator = program.takeEvaluator()
        evaluator.begin(input: input, environment: environment, limits: limits)
        for index in 0..<evaluator.globals.count { evaluator.globals[index] = global(index) }
        let result: JSON?
        do throws(EvaluationError) {
            result = try evaluator.result()
        } catch {
            // What it has left half done goes with it.
            evaluator.finish()
            throw program.loneSurrogate.map { error.replacing($0) } ?? error
        }
        evaluator.finish()
        program.keep(evaluator)
        guard let half = program.loneSurrogate else { return result }
        return result.map { half.replaced(in: $0) }
    }

    private func stepsAtTopLevel() -> [TopLevelReference] {
        do throws(EvaluationError) {
            let tree = try PathBuilder.build(try Parser.parse(source, dialect: dialect))
            return withExtendedLifetime(tree.owner) { TopLevelReference.find(in: tree.root) }
        } catch {
            // The text has been compiled before.
            return []
        }
    }

    /// What Step Functions refuses when a state machine is created: paths that begin without a variable, `$` and `$$`.
    ///
    /// The locations have no pointer, which the caller knows.
    public func stepFunctionsDiagnostics() -> [Diagnostic] {
        stepsAtTopLevel().map { reference in
            Diagnostic(
                code: "UNSUPPORTED_JSONATA_EXPRESSION",
                message: "Reference to '\(reference.name)' at the top level is not supported.",
                location: TextLocation(offset: reference.position),
                hint: reference.name.first == "$"
                    ? "Step Functions has no context there: \"$states.input\" is the state's input."
                    : "Begin with a variable: \"$states.input.\(reference.name)\" reads the state's input."
            )
        }
    }
}

extension EvaluationError {
    /// The error as one of a text that an author wrote.
    public func diagnostic(in source: String) -> Diagnostic {
        var location = TextLocation(offset: position)
        if let position {
            let before = source.utf8.prefix(position)
            location.line = 1 + before.count { $0 == UInt8(ascii: "\n") }
            let lineEnd = before.lastIndex(of: UInt8(ascii: "\n"))
            let lineStart = lineEnd.map { before.index(after: $0) } ?? before.startIndex
            location.column = 1 + before[lineStart...].count { $0 & 0xC0 != 0x80 }
        }
        return Diagnostic(code: Diagnostic.Code(code), message: message, location: location)
    }
}
