import FlowJSON

/// Calls, chains and partial application.
extension Evaluator {
    func call(
        _ node: Node,
        _ index: Int32,
        first: Value?,
        _ input: Value,
        _ frame: Frame
    ) throws(EvaluationError) -> Value {
        let procedure = nodesTable[Int(node.a)]
        var arguments: [Value] = []
        if procedure.opcode == .global, procedure.b >= 0, globals[Int(procedure.a)] == nil,
            nodesTable[Int(procedure.b)].opcode == .builtin,
            let builtin = Builtin(rawValue: UInt8(nodesTable[Int(procedure.b)].a))
        {
            try evaluateArguments(node, first, &arguments, input, frame)
            do throws(EvaluationError) {
                let value = try probe(try callBuiltin(builtin, arguments, input))
                return value.collapsed(keepsArray: node.keepsArray)
            } catch {
                throw error.located(position: Int(node.position), token: builtin.name)
            }
        }
        let function = try evaluate(node.a, input, frame)
        let name = program.calledNames[index]
        if case .undefined = function, procedure.opcode == .path, let name, isFunctionName(name) {
            throw EvaluationError("T1005", position: Int(node.position), token: name)
        }
        try evaluateArguments(node, first, &arguments, input, frame)
        if node.flags.contains(.isTailCall), first == nil {
            return .tailCall(
                TailCall(function: function, arguments: arguments, input: input, position: node.position, name: name)
            )
        }
        do throws(EvaluationError) {
            return try apply(function, arguments, input).collapsed(keepsArray: node.keepsArray)
        } catch {
            throw error.located(position: Int(node.position), token: name)
        }
    }

    private func isFunctionName(_ name: String) -> Bool { Builtin.named(name, program.dialect) != nil }

    @inline(__always)
    private func evaluateArguments(
        _ node: Node,
        _ first: Value?,
        _ arguments: inout [Value],
        _ input: Value,
        _ frame: Frame
    ) throws(EvaluationError) {
        arguments.reserveCapacity(Int(node.c) + (first == nil ? 0 : 1))
        if let first { arguments.append(first) }
        for position in Int(node.b)..<Int(node.b + node.c) {
            arguments.append(try evaluate(listsTable[position], input, frame))
        }
    }

    /// Calls a function value; a lambda's tail calls are made here, one after the other.
    func apply(_ function: Value, _ arguments: [Value], _ input: Value) throws(EvaluationError) -> Value {
        var result = try applyOnce(function, arguments, input)
        while case .tailCall(let next) = result {
            do throws(EvaluationError) {
                result = try applyOnce(next.function, next.arguments, next.input)
            } catch {
                throw error.located(position: Int(next.position), token: next.name)
            }
        }
        return result.collapsed()
    }

    private func applyOnce(_ value: Value, _ arguments: [Value], _ input: Value) throws(EvaluationError) -> Value {
        guard case .function(let function) = value else { throw EvaluationError("T1006") }
        switch function.body {
        case .lambda(let index, let frame, let context):
            let lambda = program.lambdas[Int(index)]
            var arguments = arguments
            if let signature = lambda.signature {
                arguments = try signature.validate(arguments, context: self.context(input))
            }
            let inner = Frame(parent: frame, slotCount: lambda.slotCount)
            for position in 0..<lambda.parameterCount {
                inner.slots[position] = position < arguments.count ? arguments[position] : .undefined
            }
            return try evaluate(lambda.body, context, inner)
        case .builtin(let builtin):
            do throws(EvaluationError) {
                return try callBuiltin(builtin, arguments, input)
            } catch {
                throw error.located(position: nil, token: builtin.name)
            }
        case .partial(let inner, let given):
            var all: [Value] = []
            var open = arguments.makeIterator()
            for argument in given { all.append(argument ?? open.next() ?? .undefined) }
            return try applyOnce(.function(inner), all, input)
        case .chain(let first, let second):
            let between = try apply(.function(first), [arguments.first ?? .undefined], input)
            return try apply(.function(second), [between], input)
        case .regex(let regex): return try match(regex, arguments.first?.text ?? "", from: 0)
        case .nextMatch(let regex, let text, let offset): return try match(regex, text, from: offset)
        case .transform(let index, let frame):
            return try transform(nodesTable[Int(index)], arguments.first ?? .undefined, frame)
        }
    }

    func apply(_ node: Node, _ input: Value, _ frame: Frame) throws(EvaluationError) -> Value {
        let left = try evaluate(node.a, input, frame)
        if node.flags.contains(.isInvocation) {
            let value = try call(nodesTable[Int(node.b)], node.b, first: left, input, frame)
            return node.keepsArray ? Self.keepingSequence(value) : value
        }
        let right = try evaluate(node.b, input, frame)
        guard case .function(let function) = right else {
            throw EvaluationError("T2006", position: Int(node.position), value: right.shown)
        }
        if case .function(let first) = left {
            return .function(Function(.chain(first, function), arity: 1))
        }
        do throws(EvaluationError) {
            return try apply(right, [left], input).collapsed(keepsArray: node.keepsArray)
        } catch {
            throw error.located(position: Int(node.position), token: program.calledNames[node.b])
        }
    }

    private static func keepingSequence(_ value: Value) -> Value {
        if case .sequence(let items, _) = value { return .sequence(items, keep: true) }
        return value
    }

    func partial(
        _ node: Node,
        _ index: Int32,
        _ input: Value,
        _ frame: Frame
    ) throws(EvaluationError) -> Value {
        var given: [Value?] = []
        for position in Int(node.b)..<Int(node.b + node.c) {
            let child = listsTable[position]
            given.append(child < 0 ? nil : try evaluate(child, input, frame))
        }
        let procedure = try evaluate(node.a, input, frame)
        guard case .function(let function) = procedure else {
            let name = program.calledNames[index]
            let isForgotten = nodesTable[Int(node.a)].opcode == .path && name.map(isFunctionName) == true
            throw EvaluationError(isForgotten ? "T1007" : "T1008", position: Int(node.position), token: name)
        }
        return .function(Function(.partial(function, given), arity: given.count { $0 == nil }))
    }
}
