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
        if procedure.opcode == .global, procedure.b >= 0, globals[Int(procedure.a)] == nil,
            nodesTable[Int(procedure.b)].opcode == .builtin,
            let builtin = Builtin(rawValue: UInt8(nodesTable[Int(procedure.b)].a))
        {
            return try call(builtin, node, first: first, input, frame)
        }
        let value = try evaluate(node.a, input, frame)
        if case .function(let function) = value, function.lambda >= 0, lambdasTable[function.lambda].signature < 0 {
            return try call(function, node, index, first: first, input, frame)
        }
        if case .undefined = value, isPath(node.a),
            let name = program.calledName(index), isFunctionName(name)
        {
            throw EvaluationError("T1005", position: Int(node.position), token: name)
        }
        var arguments: [Value] = []
        try evaluateArguments(node, first, &arguments, input, frame)
        if node.flags.contains(.isTailCall), first == nil {
            pendingCall = TailCall(function: value, arguments: arguments, input: input)
            pendingNode = index
            return .tailCall
        }
        do throws(EvaluationError) {
            return try apply(value, arguments, input).collapsed(keepsArray: node.keepsArray)
        } catch {
            throw error.located(position: Int(node.position), token: program.calledName(index))
        }
    }

    private func call(
        _ builtin: Builtin,
        _ node: Node,
        first: Value?,
        _ input: Value,
        _ frame: Frame
    ) throws(EvaluationError) -> Value {
        if node.c == 1, first == nil, builtin == .sum || builtin == .count {
            let argument = nodesTable[Int(listsTable[Int(node.b)])]
            if argument.opcode == .members,
                let value = try aggregate(builtin, overMembersOf: argument, input, frame)
            {
                return value
            }
        }
        var arguments: [Value] = []
        try evaluateArguments(node, first, &arguments, input, frame)
        do throws(EvaluationError) {
            let value = try callBuiltin(builtin, arguments, input)
            if node.flags.contains(.isTailCall), first == nil, value.isSequence {
                // As in jsonata-js, what a lambda ends with is handed on as the list that it is.
                pendingResult = value
                return .tailCall
            }
            return value.collapsed(keepsArray: node.keepsArray)
        } catch {
            throw error.located(position: Int(node.position), token: builtin.name)
        }
    }

    /// Calls a lambda without a signature: the arguments go right into its frame.
    private func call(
        _ function: Function,
        _ node: Node,
        _ index: Int32,
        first: Value?,
        _ input: Value,
        _ frame: Frame
    ) throws(EvaluationError) -> Value {
        let lambda = lambdasTable[function.lambda]
        let inner = try self.frame(for: lambda, of: function)
        var given = 0
        if let first {
            if lambda.parameterCount > 0 { inner.slots[0] = first }
            given = 1
        }
        for position in Int(node.b)..<Int(node.b + node.c) {
            let value = try evaluate(listsTable[position], input, frame)
            if given < lambda.parameterCount { inner.slots[given] = value }
            given += 1
        }
        while given < lambda.parameterCount {
            inner.slots[given] = .undefined
            given += 1
        }
        if node.flags.contains(.isTailCall), first == nil {
            pendingLambda = function
            pendingFrame = consume inner
            pendingNode = index
            return .tailCall
        }
        do throws(EvaluationError) {
            return try run(function, consume inner).collapsed(keepsArray: node.keepsArray)
        } catch {
            throw error.located(position: Int(node.position), token: program.calledName(index))
        }
    }

    /// A frame for the variables of a lambda, of which many cost more than a step.
    @inline(__always)
    func frame(for lambda: Lambda, of function: Function) throws(EvaluationError) -> Frame {
        if lambda.slotCount > 16 { try chargeSteps(lambda.slotCount >> 3) }
        return frames.take(parent: function.frame, slotCount: lambda.slotCount)
    }

    /// Evaluates a lambda whose arguments are in the frame, and the calls that it ends with.
    func run(_ function: Function, _ frame: consuming Frame) throws(EvaluationError) -> Value {
        let result = try evaluate(lambdasTable[function.lambda].body, function.context, frame)
        frames.giveBack(consume frame)
        if case .tailCall = result { return try makeTailCalls() }
        return result.collapsed()
    }

    /// Makes the pending call, and those that it ends with, one after the other.
    private func makeTailCalls() throws(EvaluationError) -> Value {
        while true {
            if let result = pendingResult.take() { return result }
            let node = pendingNode
            let result: Value
            do throws(EvaluationError) {
                if let function = pendingLambda.take(), let frame = pendingFrame.take() {
                    result = try evaluate(lambdasTable[function.lambda].body, function.context, frame)
                    frames.giveBack(consume frame)
                } else if let call = pendingCall.take() {
                    result = try applyOnce(call.function, call.arguments, call.input)
                } else {
                    return .undefined
                }
            } catch {
                throw error.located(position: Int(nodesTable[Int(node)].position), token: program.calledName(node))
            }
            guard case .tailCall = result else { return result.collapsed() }
        }
    }

    private func isPath(_ index: Int32) -> Bool {
        let opcode = nodesTable[Int(index)].opcode
        return opcode == .path || opcode == .members
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

    /// Calls a function value.
    func apply(_ function: Value, _ arguments: [Value], _ input: Value) throws(EvaluationError) -> Value {
        let result = try applyOnce(function, arguments, input)
        if case .tailCall = result { return try makeTailCalls() }
        // What a built-in function gives is handed on as the list that it is.
        if case .function(let known) = function, case .builtin = known.body { return result }
        return result.collapsed()
    }

    private func applyOnce(_ value: Value, _ arguments: [Value], _ input: Value) throws(EvaluationError) -> Value {
        guard case .function(let function) = value else { throw EvaluationError("T1006") }
        switch function.body {
        case .lambda:
            let lambda = lambdasTable[function.lambda]
            var arguments = arguments
            if lambda.signature >= 0 {
                let signature = program.signatures[Int(lambda.signature)]
                try chargeSteps(arguments.reduce(3) { $0 + $1.extent })
                // Where arguments may go to more than one parameter, all are tried.
                let count = min(arguments.count, 255)
                try chargeSteps((count * count * signature.parameters.count) >> 5)
                arguments = try signature.validate(arguments, context: self.context(input))
            }
            let inner = try frame(for: lambda, of: function)
            for position in 0..<lambda.parameterCount {
                inner.slots[position] = position < arguments.count ? arguments[position] : .undefined
            }
            let result = try evaluate(lambda.body, function.context, inner)
            frames.giveBack(consume inner)
            return result
        case .builtin(let builtin):
            do throws(EvaluationError) {
                return try callBuiltin(builtin, arguments, input)
            } catch {
                throw error.located(position: nil, token: builtin.name)
            }
        case .partial(let inner, let given):
            try refuseDeepStack()
            try chargeSteps(2)
            var all: [Value] = []
            var open = arguments.makeIterator()
            for argument in given { all.append(argument ?? open.next() ?? .undefined) }
            return try applyOnce(.function(inner), all, input)
        case .chain(let first, let second):
            try refuseDeepStack()
            try chargeSteps(2)
            let between = try apply(.function(first), [arguments.first ?? .undefined], input).collapsed()
            return try apply(.function(second), [between], input)
        case .regex(let regex): return try match(regex, arguments.first?.text ?? "", from: 0)
        case .nextMatch(let regex, let text, let offset): return try match(regex, text, from: offset)
        case .foreign(let function, let home): return try call(function, at: home.evaluator, arguments, input)
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
            return try held(Function(.chain(first, function), arity: 1))
        }
        do throws(EvaluationError) {
            return try apply(right, [left], input).collapsed(keepsArray: node.keepsArray)
        } catch {
            throw error.located(position: Int(node.position), token: program.calledName(node.b))
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
            let name = program.calledName(index)
            let isForgotten = isPath(node.a) && name.map(isFunctionName) == true
            throw EvaluationError(isForgotten ? "T1007" : "T1008", position: Int(node.position), token: name)
        }
        return try held(Function(.partial(function, given), arity: given.count { $0 == nil }))
    }
}
