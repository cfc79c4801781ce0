import FlowJSON

/// One evaluation of a program: the tables, what came in from outside, and what may still be used.
final class Evaluator {
    let program: Program
    let globals: [JSON?]
    let environment: Environment
    let limits: Limits
    let rootInput: Value
    @exclusivity(unchecked) var random: RandomSource
    // The program's tables, valid as long as the program is held.
    let nodesTable: UnsafeBufferPointer<Node>
    let listsTable: UnsafeBufferPointer<Int32>
    let constantsTable: UnsafeBufferPointer<JSON>
    let keysTable: UnsafeBufferPointer<JSONKey>
    let pathKeysTable: UnsafeBufferPointer<JSONKey>
    let lambdasTable: UnsafeBufferPointer<Lambda>
    // The elements of `globals`, which never changes.
    let globalsTable: UnsafeBufferPointer<JSON?>
    let stepsTable: UnsafeBufferPointer<Step>
    let stagesTable: UnsafeBufferPointer<Stage>
    let groupsTable: UnsafeBufferPointer<Group>
    @exclusivity(unchecked) var pictures: [JSONKey: DateTimePicture] = [:]
    @exclusivity(unchecked) var lastPicture: DateTimePicture?
    @exclusivity(unchecked) var probeState: UInt64 = 1
    @exclusivity(unchecked) var createdItems = 0
    @exclusivity(unchecked) var frames = FramePool()
    // The call in a lambda's last place that the trampoline is to make: of a lambda, whose frame holds the arguments, or
    // of another function.
    @exclusivity(unchecked) var pendingLambda: Function?
    @exclusivity(unchecked) var pendingFrame: Frame?
    @exclusivity(unchecked) var pendingCall: TailCall?
    @exclusivity(unchecked) var pendingNode: Int32 = 0
    /// What a built-in function has given in a lambda's last place.
    @exclusivity(unchecked) var pendingResult: Value?
    @exclusivity(unchecked) private var depth = 0
    @exclusivity(unchecked) private var remainingSteps: Int
    @exclusivity(unchecked) private var stackEnd: UInt
    @exclusivity(unchecked) private var capturedFrames: [Frame] = []

    init(_ program: Program, input: JSON?, globals: [JSON?], environment: Environment, limits: Limits) {
        self.program = program
        nodesTable = program.nodes
        listsTable = program.lists
        constantsTable = program.constants
        keysTable = program.keys
        pathKeysTable = program.pathKeys
        lambdasTable = program.lambdas
        globalsTable = globals.withUnsafeBufferPointer { $0 }
        stepsTable = program.steps
        stagesTable = program.stages
        groupsTable = program.groups
        self.globals = globals
        self.environment = environment
        self.limits = limits
        rootInput = input.map { .json($0) } ?? .undefined
        random = RandomSource(seed: environment.seed)
        remainingSteps = limits.steps
        stackEnd = Stack.end()
    }

    /// The value of the whole expression.
    func run() throws(EvaluationError) -> Value {
        let frame = Frame(parent: nil, slotCount: program.rootSlotCount)
        defer {
            for frame in capturedFrames { frame.clear() }
        }
        // An input that is an array is one context, not many.
        var input = rootInput
        if case .json(.array) = rootInput { input = .mixed(OuterWrapper(rootInput)) }
        return try evaluate(program.root, input, frame)
    }

    /// Takes over what another evaluation has used and how much it may still use, whose part this one is.
    func begin(within outer: Evaluator) {
        depth = outer.depth
        remainingSteps = outer.remainingSteps
        stackEnd = outer.stackEnd
        createdItems = outer.createdItems
        random = outer.random
    }

    /// Takes back what a part has left.
    func adopt(_ inner: Evaluator) {
        remainingSteps = inner.remainingSteps
        createdItems = inner.createdItems
        random = inner.random
    }

    /// Notes that a closure holds the frame.
    func capture(_ frame: Frame) {
        guard !frame.isCaptured else { return }
        frame.isCaptured = true
        capturedFrames.append(frame)
    }

    /// The value of a node in a context.
    func evaluate(_ index: Int32, _ input: Value, _ frame: Frame) throws(EvaluationError) -> Value {
        let node = nodesTable[Int(index)]
        depth += 1
        defer { depth -= 1 }
        if depth > limits.depth { throw EvaluationError("D1011", position: Int(node.position)) }
        remainingSteps -= 1
        if remainingSteps < 0 { throw EvaluationError("D1012", position: Int(node.position)) }
        switch node.opcode {
        case .undefined: return .undefined
        case .constant: return .json(constantsTable[Int(node.a)])
        case .context: return context(input)
        case .root: return rootInput
        case .local:
            let value = frame.ancestor(node.a).slots[Int(node.b)]
            if case .unbound = value { return try evaluateFallback(node.c, input, frame) }
            return value
        case .global:
            if let value = globalsTable[Int(node.a)] { return .json(value) }
            return node.b < 0 ? .undefined : try evaluateFallback(node.b, input, frame)
        case .members: return try members(node, input, frame)
        case .name: return lookUp(keysTable[Int(node.a)], in: input).collapsed(keepsArray: node.keepsArray)
        case .add, .subtract, .multiply, .divide, .remainder: return try arithmetic(node, input, frame)
        case .equal, .notEqual: return try equality(node, input, frame)
        case .less, .lessOrEqual, .greater, .greaterOrEqual: return try comparison(node, input, frame)
        case .and, .or: return try logic(node, input, frame)
        case .condition:
            if Self.isTruthy(try evaluate(node.a, input, frame)) { return try evaluate(node.b, input, frame) }
            return node.c < 0 ? .undefined : try evaluate(node.c, input, frame)
        default: return try evaluateLarger(node, index, input, frame)
        }
    }

    /// The opcodes whose frames on the stack are larger, kept apart so that recursion over the small ones stays slim.
    @inline(never)
    private func evaluateLarger(
        _ node: Node,
        _ index: Int32,
        _ input: Value,
        _ frame: Frame
    ) throws(EvaluationError) -> Value {
        if Stack.pointer() < stackEnd { throw EvaluationError("D1011", position: Int(node.position)) }
        switch node.opcode {
        case .path: return try path(node, input, frame)
        case .call: return try call(node, index, first: nil, input, frame)
        case .block: return try block(node, input, frame)
        case .object: return try probe(try object(groupsTable[Int(node.a)], input, frame))
        case .array: return try probe(try array(node, input, frame))
        case .concatenate: return try concatenate(node, input, frame)
        case .isMember: return try isMember(node, input, frame)
        case .range: return try range(node, input, frame)
        case .coalesce:
            let value = try evaluate(node.a, input, frame)
            return value.isUndefined ? try evaluate(node.b, input, frame) : value
        case .elvis:
            let value = try evaluate(node.a, input, frame)
            return Self.isTruthy(value) ? value : try evaluate(node.b, input, frame)
        case .negate: return try negate(node, input, frame)
        case .bind:
            let value = try evaluate(node.c, input, frame)
            frame.ancestor(node.a).slots[Int(node.b)] = value
            return value
        case .wildcard: return wildcard(input).collapsed(keepsArray: node.keepsArray)
        case .descendants: return try descendants(input).collapsed(keepsArray: node.keepsArray)
        case .builtin:
            guard let builtin = Builtin(rawValue: UInt8(node.a)) else { return .undefined }
            return .function(Function(.builtin(builtin), arity: builtin.arity))
        case .lambda:
            capture(frame)
            let arity = lambdasTable[Int(node.a)].parameterCount
            return .function(Function(lambda: Int(node.a), arity: arity, frame: frame, context: input))
        case .partial: return try partial(node, index, input, frame)
        case .apply: return try apply(node, input, frame)
        case .transform:
            capture(frame)
            return .function(Function(.transform(index, frame), arity: 1))
        case .regex: return .function(Function(.regex(program.regexes[Int(node.a)]), arity: 1))
        case .filtered: return try filtered(node, input, frame)
        case .grouped:
            let value = try evaluate(node.a, input, frame)
            let group = groupsTable[Int(node.b)]
            guard node.flags.contains(.isTupleStream) else { return try object(group, value, frame) }
            if case .tuples(let tuples) = value {
                return try object(group, .tuples(reparented(tuples, frame)), frame)
            }
            return try object(group, value, emptyTupleFrame(frame))
        default: return .undefined
        }
    }

    private func filtered(_ node: Node, _ input: Value, _ frame: Frame) throws(EvaluationError) -> Value {
        var value = try evaluate(node.a, input, frame)
        let stages = Int(node.b)..<Int(node.b + node.c)
        let isTuple = node.flags.contains(.isTupleStream)
        if isTuple, case .tuples(let tuples) = value {
            return .tuples(try self.stages(stages, reparented(tuples, frame), frame))
        }
        let inner = isTuple ? emptyTupleFrame(frame) : frame
        for stage in stagesTable[stages] { value = try filter(value, by: stage, inner) }
        return node.keepsArray ? Self.keepingArray(value).collapsed() : value.collapsed()
    }

    func evaluateFallback(_ index: Int32, _ input: Value, _ frame: Frame) throws(EvaluationError) -> Value {
        depth -= 1
        defer { depth += 1 }
        return try evaluate(index, input, frame)
    }

    /// What `$` means: the input itself where the outermost array is wrapped.
    func context(_ input: Value) -> Value {
        if case .mixed(let array) = input, array is OuterWrapper { return array.items[0] }
        return input
    }

    private func block(_ node: Node, _ input: Value, _ frame: Frame) throws(EvaluationError) -> Value {
        let inner = node.c < 0 ? frame : Frame(parent: frame, slotCount: Int(node.c))
        var result = Value.undefined
        for position in Int(node.a)..<Int(node.a + node.b) {
            result = try evaluate(listsTable[position], input, inner)
        }
        return result.collapsed(keepsArray: node.keepsArray)
    }
}

/// The one context that an input array is.
final class OuterWrapper: MixedArray {
    init(_ input: Value) { super.init([input], isSequence: true) }
}

extension Node {
    @inline(__always)
    var keepsArray: Bool { flags.contains(.keepsArray) }
}
