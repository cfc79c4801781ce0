import FlowJSON

/// Evaluates a program: the tables, what came in from outside, and what may still be used.
///
/// One evaluation at a time; a program keeps the last one for the next evaluation, since most are over in less time
/// than it takes to make all this.
final class Evaluator {
    /// Whoever evaluates holds the program.
    unowned let program: Program
    /// The values of the program's globals.
    let globals: UnsafeMutableBufferPointer<JSON?>
    @exclusivity(unchecked) private(set) var environment = Environment()
    @exclusivity(unchecked) private(set) var limits = Limits.generous
    @exclusivity(unchecked) private(set) var rootInput = Value.undefined
    @exclusivity(unchecked) var random = SeededGenerator(seed: 0)
    // The program's tables, valid as long as the program is held.
    let nodesTable: UnsafeBufferPointer<Node>
    let listsTable: UnsafeBufferPointer<Int32>
    let constantsTable: UnsafeBufferPointer<JSON>
    let keysTable: UnsafeBufferPointer<JSONKey>
    let pathKeysTable: UnsafeBufferPointer<JSONKey>
    let lambdasTable: UnsafeBufferPointer<Lambda>
    let stepsTable: UnsafeBufferPointer<Step>
    let stagesTable: UnsafeBufferPointer<Stage>
    let groupsTable: UnsafeBufferPointer<Group>
    @exclusivity(unchecked) var pictures: [JSONKey: DateTimePicture] = [:]
    @exclusivity(unchecked) var lastPicture: DateTimePicture?
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
    /// The programs that texts have become, whose functions may be called as long as this evaluation lasts.
    @exclusivity(unchecked) var parts: [(program: Program, evaluator: Evaluator)] = []
    @exclusivity(unchecked) private var depth = 0
    @exclusivity(unchecked) private var remainingSteps = 0
    @exclusivity(unchecked) private var stackEnd: UInt = 0
    @exclusivity(unchecked) private var capturedFrames: [Frame] = []
    private let root: Int32
    private let rootFrame: Frame
    private let buildsValues: Bool

    init(_ program: Program) {
        self.program = program
        nodesTable = program.nodes
        listsTable = program.lists
        constantsTable = program.constants
        keysTable = program.keys
        pathKeysTable = program.pathKeys
        lambdasTable = program.lambdas
        stepsTable = program.steps
        stagesTable = program.stages
        groupsTable = program.groups
        globals = .allocate(capacity: program.globals.count)
        globals.initialize(repeating: nil)
        root = program.root
        buildsValues = program.buildsValues
        rootFrame = Frame(parent: nil, slotCount: program.rootSlotCount)
    }

    deinit {
        globals.deinitialize()
        globals.deallocate()
    }

    /// Begins an evaluation; the globals are still to be given.
    func begin(input: JSON?, environment: Environment, limits: Limits) {
        self.environment = environment
        self.limits = limits
        rootInput = input.map { .json($0) } ?? .undefined
        random = SeededGenerator(seed: environment.seed)
        depth = 0
        createdItems = 0
        remainingSteps = limits.steps
        stackEnd = Stack.end()
    }

    /// The value of the whole expression.
    func run() throws(EvaluationError) -> Value {
        // An input that is an array is one context, not many.
        if case .json(.array) = rootInput {
            return try evaluate(root, .mixed(OuterWrapper(rootInput)), rootFrame)
        }
        return try evaluate(root, rootInput, rootFrame)
    }

    /// The value of the whole expression as JSON, or `nil` where it is undefined.
    func result() throws(EvaluationError) -> JSON? {
        let value = try run()
        if case .json(let json) = value, !json.isContainer { return json }
        if buildsValues { try refuseExcess(value) }
        switch value {
        case .json(let json): return json
        case .function: throw .functionResult
        case .tuples(let tuples): return .array(tuples.compactMap { $0.item.shown })
        case .mixed(let array) where array is OuterWrapper: return array.items[0].json
        default: return value.shown
        }
    }

    /// Lets go of what came in and of what the evaluation has made; functions of it can be called no more.
    func finish() {
        rootInput = .undefined
        for index in 0..<globals.count { globals[index] = nil }
        if !capturedFrames.isEmpty {
            for frame in capturedFrames { frame.clear() }
            capturedFrames.removeAll()
        }
        if rootFrame.count > 0 { rootFrame.clear() }
        rootFrame.isCaptured = false
        if !parts.isEmpty {
            for part in parts { part.evaluator.finish() }
            parts.removeAll()
        }
    }

    /// Runs a part of another evaluation, which takes from what that one may still use.
    func run<Result>(
        within outer: Evaluator,
        _ body: () throws(EvaluationError) -> Result
    ) throws(EvaluationError) -> Result {
        let before = depth
        depth = outer.depth
        remainingSteps = outer.remainingSteps
        stackEnd = outer.stackEnd
        createdItems = outer.createdItems
        random = outer.random
        defer {
            depth = before
            outer.remainingSteps = remainingSteps
            outer.createdItems = createdItems
            outer.random = random
        }
        return try body()
    }

    /// Counts what is done within one step as steps of its own, so that long work is bounded like long ways.
    @inline(__always)
    func chargeSteps(_ count: Int) throws(EvaluationError) {
        remainingSteps -= count
        if remainingSteps < 0 { throw EvaluationError("D1012") }
    }

    /// Lets a pattern be matched with the steps that are left; one of ours is worth four of the matcher's.
    func matching<Result>(
        _ match: (_ stepsLeft: inout Int) throws(EvaluationError) -> Result
    ) throws(EvaluationError) -> Result {
        let most = min(max(0, remainingSteps), RegexMatcher.maximumSteps) * 4
        var stepsLeft = most
        let result = try match(&stepsLeft)
        try chargeSteps(1 + (most - stepsLeft) / 4)
        return result
    }

    /// Notes that a closure holds the frame, which then lasts as long as the evaluation.
    func capture(_ frame: Frame) throws(EvaluationError) {
        guard !frame.isCaptured else { return }
        try chargeItems(16 + 3 * frame.capacity)
        try chargeSteps(frame.capacity >> 1)
        frame.isCaptured = true
        capturedFrames.append(frame)
    }

    /// Refuses to go on where the stack is nearly used up.
    func refuseDeepStack() throws(EvaluationError) {
        if Stack.pointer() < stackEnd { throw EvaluationError("D1011") }
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
            switch value {
            case .unbound: return try evaluateFallback(node.c, input, frame)
            // A sequence in a sequence collapses again each time it is looked at.
            case .mixed, .sequence: return value.collapsed()
            default: return value
            }
        case .global:
            if let value = globals[Int(node.a)] { return .json(value) }
            return node.b < 0 ? .undefined : try evaluateFallback(node.b, input, frame)
        case .members: return try members(node, input, frame)
        case .name: return try lookUp(keysTable[Int(node.a)], in: input).collapsed(keepsArray: node.keepsArray)
        case .add, .subtract, .multiply, .divide, .remainder: return try arithmetic(node, input, frame)
        case .equal, .notEqual: return try equality(node, input, frame)
        case .less, .lessOrEqual, .greater, .greaterOrEqual: return try comparison(node, input, frame)
        case .and, .or: return try logic(node, input, frame)
        case .condition:
            if try isTrue(try evaluate(node.a, input, frame)) { return try evaluate(node.b, input, frame) }
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
            return try isTrue(value) ? value : try evaluate(node.b, input, frame)
        case .negate: return try negate(node, input, frame)
        case .bind:
            let value = try evaluate(node.c, input, frame)
            frame.ancestor(node.a).slots[Int(node.b)] = value
            return value
        case .wildcard: return try wildcard(input).collapsed(keepsArray: node.keepsArray)
        case .descendants: return try descendants(input).collapsed(keepsArray: node.keepsArray)
        case .builtin:
            guard let builtin = Builtin(rawValue: UInt8(node.a)) else { return .undefined }
            return .function(Function(.builtin(builtin), arity: builtin.arity))
        case .lambda:
            try capture(frame)
            let arity = lambdasTable[Int(node.a)].parameterCount
            return try held(Function(lambda: Int(node.a), arity: arity, frame: frame, context: input))
        case .partial: return try partial(node, index, input, frame)
        case .apply: return try apply(node, input, frame)
        case .transform:
            try capture(frame)
            return .function(Function(.transform(index, frame), arity: 1))
        case .regex: return .function(Function(.regex(program.regexes[Int(node.a)]), arity: 1))
        case .filtered: return try filtered(node, input, frame)
        case .grouped:
            let value = try evaluate(node.a, input, frame)
            let group = groupsTable[Int(node.b)]
            guard node.flags.contains(.isTupleStream) else { return try probe(try object(group, value, frame)) }
            if case .tuples(let tuples) = value {
                return try probe(try object(group, .tuples(reparented(tuples, frame)), frame))
            }
            return try probe(try object(group, value, emptyTupleFrame(frame)))
        default: return .undefined
        }
    }

    private func filtered(_ node: Node, _ input: Value, _ frame: Frame) throws(EvaluationError) -> Value {
        let inner = nodesTable[Int(node.a)]
        // As in jsonata-js, what a block ends with is filtered before it collapses.
        var value = inner.opcode == .block ? try lastOf(inner, input, frame) : try evaluate(node.a, input, frame)
        let stages = Int(node.b)..<Int(node.b + node.c)
        let isTuple = node.flags.contains(.isTupleStream)
        if isTuple, case .tuples(let tuples) = value {
            return .tuples(try self.stages(stages, reparented(tuples, frame), frame))
        }
        let scope = isTuple ? emptyTupleFrame(frame) : frame
        for stage in stagesTable[stages] { value = try filter(value, by: stage, scope) }
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
        try lastOf(node, input, frame).collapsed(keepsArray: node.keepsArray)
    }

    /// The value of the last expression of a block.
    private func lastOf(_ node: Node, _ input: Value, _ frame: Frame) throws(EvaluationError) -> Value {
        if node.c > 16 { try chargeSteps(Int(node.c) >> 3) }
        let inner = node.c < 0 ? frame : Frame(parent: frame, slotCount: Int(node.c))
        var result = Value.undefined
        for position in Int(node.a)..<Int(node.a + node.b) {
            result = try evaluate(listsTable[position], input, inner)
        }
        return result
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
