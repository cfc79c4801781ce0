import FlowJSON

/// What the data of each state looks like, whatever way an execution took to it.
///
/// A small abstract interpretation: shapes go along the ways until nothing changes. What comes from outside, such as
/// the input of the execution and the answer of a task, is anything.
struct DataFlow {
    /// What comes into each state; `nil` where no execution comes.
    private(set) var inputs: [Shape?]
    /// The item of the Map around each scope.
    private var items: [Shape]
    /// What each scope gives at its ends; `nil` where no end is reached.
    private var outputs: [Shape?]
    private var visits: [Int]
    private var waiting: [Int] = []
    private var isWaiting: [Bool]
    private var variables: [ByteText: Shape] = [:]
    private let innerScopes: [Int: [Int]]

    /// After so many changes of its input a state's input is taken for anything.
    private static let visitLimit = 8

    init(_ reading: Reading) {
        inputs = Array(repeating: nil, count: reading.states.count)
        outputs = Array(repeating: nil, count: reading.scopes.count)
        items = Array(repeating: .anything, count: reading.scopes.count)
        visits = Array(repeating: 0, count: reading.states.count)
        isWaiting = Array(repeating: false, count: reading.states.count)
        var innerScopes: [Int: [Int]] = [:]
        for (index, scope) in reading.scopes.enumerated() {
            if let owner = scope.parent?.state { innerScopes[owner, default: []].append(index) }
        }
        self.innerScopes = innerScopes
        variables = Self.literalVariables(reading)
        if let start = reading.graph.starts.first.flatMap({ $0 }) { enter(start, with: .anything) }
        while let state = waiting.popLast() {
            isWaiting[state] = false
            pass(StateFields(reading: reading, index: state), reading.graph)
        }
    }

    /// The shapes of variables that only get values which are written out.
    private static func literalVariables(_ reading: Reading) -> [ByteText: Shape] {
        var shapes: [ByteText: Shape] = [:]
        for assignment in reading.assignments {
            let state = reading.states[assignment.state]
            let steps = JSONPointer.steps(of: String(assignment.pointer.dropFirst(state.pointer.count)))
            let name = ByteText(assignment.name)
            var value: JSON? = .object(state.fields)
            for step in steps { value = value?[step] ?? Int(step).flatMap { value?[$0] } }
            let isLiteral = value.map { Self.isLiteral($0, state.language) } ?? false
            let isPath = state.language == .jsonPath && steps.last?.hasSuffix(".$") == true
            let shape = isLiteral && !isPath ? value.map { Shape($0) } ?? .anything : .anything
            shapes[name] = shapes[name].map { $0.joined(shape) } ?? shape
        }
        return shapes
    }

    private static func isLiteral(_ value: JSON, _ language: QueryLanguage, depth: Int = 0) -> Bool {
        switch value {
        case .string(let text): language == .jsonPath || ExpressionText(text) == nil
        case .array(let elements):
            depth < Shape.depthLimit && elements.allSatisfy { isLiteral($0, language, depth: depth + 1) }
        case .object(let object):
            depth < Shape.depthLimit
                && object.allSatisfy { key, value in
                    !(language == .jsonPath && key.hasSuffix(".$")) && isLiteral(value, language, depth: depth + 1)
                }
        default: true
        }
    }

    private mutating func enter(_ state: Int, with input: Shape) {
        let input = input.bounded()
        let joined = inputs[state].map { $0.joined(input) } ?? input
        guard joined != inputs[state] else { return }
        visits[state] += 1
        inputs[state] = visits[state] > Self.visitLimit ? .anything : joined
        wake(state)
    }

    private mutating func wake(_ state: Int) {
        guard !isWaiting[state] else { return }
        isWaiting[state] = true
        waiting.append(state)
    }

    private mutating func pass(_ state: StateFields, _ graph: FlowGraph) {
        guard let data = data(of: state) else { return }
        enterInner(state, data, graph)
        for edge in graph.edges[state.index] {
            if case .catcher = edge.kind {
                enter(edge.target, with: data.output(state, by: edge.kind))
            } else if isDone(state), !state.neverTakes(edge.kind, data) {
                enter(edge.target, with: data.output(state, by: edge.kind))
            }
        }
        guard state.reading.canEnd(state.index), state.type != .fail, isDone(state) else { return }
        end(state.state.scope, with: data.output, state.reading)
    }

    /// Whether every inner scope of a state has an end that is reached.
    private func isDone(_ state: StateFields) -> Bool {
        (innerScopes[state.index] ?? []).allSatisfy { outputs[$0] != nil }
    }

    private mutating func end(_ scope: Int, with output: Shape, _ reading: Reading) {
        let output = output.bounded()
        let joined = outputs[scope].map { $0.joined(output) } ?? output
        guard joined != outputs[scope] else { return }
        outputs[scope] = joined
        if let owner = reading.scopes[scope].parent?.state, inputs[owner] != nil { wake(owner) }
    }

    private mutating func enterInner(_ state: StateFields, _ data: StateData, _ graph: FlowGraph) {
        for scope in innerScopes[state.index] ?? [] {
            guard let start = graph.starts[scope] else { continue }
            if state.type == .map {
                let item = state.items(in: data).anyElement
                items[scope] = item
                enter(start, with: state.iterationInput(data, item))
            } else {
                items[scope] = items[state.state.scope]
                enter(start, with: data.arguments)
            }
        }
    }

    /// The shapes of a state's data; `nil` where no execution comes to it.
    func data(of state: StateFields) -> StateData? {
        guard let input = inputs[state.index] else { return nil }
        return StateData(
            state,
            input: input,
            innerResult: innerResult(of: state),
            variables: variables,
            item: items[state.state.scope]
        )
    }

    private func innerResult(of state: StateFields) -> Shape? {
        let scopes = innerScopes[state.index] ?? []
        guard state.type == .parallel else { return Shape(kinds: state["ResultWriter"] == nil ? .array : .all) }
        return .array(scopes.map { outputs[$0] ?? .anything }, origin: .parallel(state: state.index))
    }

    /// What one iteration of a Map gives.
    func iterationOutput(of state: Int) -> Shape { innerScopes[state]?.first.flatMap { outputs[$0] } ?? .anything }
}

extension StateFields {
    /// What a Map goes over; an array that nothing is known of where its items are read from elsewhere.
    func items(in data: StateData) -> Shape {
        if self["ItemReader"] != nil { return Shape(kinds: .array) }
        let view = DataView(root: data.effective, input: data.input, variables: data.variables, item: data.item)
        if state.language == .jsonata {
            return self["Items"].map { view.shape(of: $0, .jsonata) } ?? data.input
        }
        return self["ItemsPath"]?.stringValue.map { view.lookup($0).shape } ?? data.effective
    }

    /// What an iteration of a Map begins with.
    fileprivate func iterationInput(_ data: StateData, _ item: Shape) -> Shape {
        let selector = self["ItemSelector"] ?? (state.language == .jsonPath ? self["Parameters"] : nil)
        let view = DataView(root: data.effective, input: data.input, variables: data.variables, item: item)
        let selected = selector.map { view.shape(of: $0, state.language) } ?? item
        guard let batcher = object("ItemBatcher")?.fields else { return selected }
        var batch: [(String, Shape)] = [("Items", Shape(kinds: .array))]
        if batcher["BatchInput"] != nil { batch.append(("BatchInput", .anything)) }
        return .object(batch)
    }

    /// Whether a rule asks that something is present which surely is not.
    fileprivate func neverTakes(_ kind: Way.Kind, _ data: StateData) -> Bool {
        guard case .choice(let index) = kind, state.language == .jsonPath else { return false }
        let rules = objects(in: "Choices")
        guard index < rules.count else { return false }
        let view = data.view(of: ["Choices"], in: self)
        let tests = [rules[index].fields] + (rules[index].fields["And"]?.arrayValue ?? []).compactMap(\.objectValue)
        return tests.contains { test in
            guard test["IsPresent"]?.boolValue == true, let path = test["Variable"]?.stringValue else { return false }
            return view.lookup(path).miss != nil
        }
    }
}
