import FlowJSON

/// The ways between the states of a definition, and what follows from them alone: what is reached, and what goes round.
struct FlowGraph {
    /// A way to a state that exists.
    struct Edge {
        let target: Int
        let kind: Way.Kind
    }

    /// The ways out of each state.
    private(set) var edges: [[Edge]]
    /// Whether an execution can come to a state, as far as ways tell.
    private(set) var isReached: [Bool]
    /// Whether every way of a scope leads to a state that exists, and every state has a type.
    private(set) var isComplete: [Bool]
    /// The index of the first state of each scope.
    private(set) var starts: [Int?]
    /// The states that an execution can pass again and again, one list for each knot of cycles, in text order.
    private(set) var cycles: [[Int]] = []
    /// The index in `cycles` of a state's knot.
    private(set) var cycle: [Int?]

    init(_ reading: Reading) {
        edges = Array(repeating: [], count: reading.states.count)
        isReached = Array(repeating: false, count: reading.states.count)
        cycle = Array(repeating: nil, count: reading.states.count)
        isComplete = Array(repeating: true, count: reading.scopes.count)
        starts = Array(repeating: nil, count: reading.scopes.count)
        for (index, scope) in reading.scopes.enumerated() {
            link(scope, at: index, reading)
            // Outer scopes have lower numbers than the scopes inside them.
            let isEntered = scope.parent.map { isReached[$0.state] } ?? true
            if isEntered, let start = starts[index] { reach(from: start) }
        }
        findCycles()
    }

    private mutating func link(_ scope: ScopeOutline, at index: Int, _ reading: Reading) {
        var indices: [ByteText: Int] = [:]
        for state in scope.states { indices[ByteText(reading.states[state].name)] = state }
        starts[index] = scope.startAt.flatMap { indices[ByteText($0)] }
        if starts[index] == nil { isComplete[index] = false }
        for state in scope.states {
            if reading.states[state].type == nil { isComplete[index] = false }
            for way in reading.ways(from: state) {
                guard let target = indices[ByteText(way.target)] else {
                    isComplete[index] = false
                    continue
                }
                edges[state].append(Edge(target: target, kind: way.kind))
            }
        }
    }

    private mutating func reach(from start: Int) {
        guard !isReached[start] else { return }
        isReached[start] = true
        var open = [start]
        while let state = open.popLast() {
            for edge in edges[state] where !isReached[edge.target] {
                isReached[edge.target] = true
                open.append(edge.target)
            }
        }
    }

    /// Tarjan's strongly connected components, without recursion.
    private mutating func findCycles() {
        let count = edges.count
        var number = Array(repeating: -1, count: count)
        var low = Array(repeating: 0, count: count)
        var isOpen = Array(repeating: false, count: count)
        var open: [Int] = []
        var next = 0
        for root in 0..<count where number[root] < 0 && isReached[root] {
            var walk: [(state: Int, edge: Int)] = [(root, 0)]
            while let (state, edge) = walk.last {
                if edge == 0 {
                    (number[state], low[state]) = (next, next)
                    next += 1
                    isOpen[state] = true
                    open.append(state)
                }
                if edge < edges[state].count {
                    walk[walk.count - 1].edge += 1
                    let target = edges[state][edge].target
                    if number[target] < 0 {
                        walk.append((target, 0))
                    } else if isOpen[target] {
                        low[state] = min(low[state], number[target])
                    }
                    continue
                }
                walk.removeLast()
                if let parent = walk.last { low[parent.state] = min(low[parent.state], low[state]) }
                if low[state] == number[state] { close(state, &open, &isOpen) }
            }
        }
        cycles.sort { $0[0] < $1[0] }
        for (index, states) in cycles.enumerated() {
            for state in states { cycle[state] = index }
        }
    }

    private mutating func close(_ state: Int, _ open: inout [Int], _ isOpen: inout [Bool]) {
        var members: [Int] = []
        while let last = open.popLast() {
            isOpen[last] = false
            members.append(last)
            if last == state { break }
        }
        if members.count > 1 || edges[state].contains(where: { $0.target == state }) { cycles.append(members.sorted()) }
    }
}

extension FlowGraph {
    /// The states that a start leads to, each before those that it leads to as far as cycles let (reverse postorder).
    func order(from start: Int) -> [Int] {
        var order: [Int] = []
        var isSeen: Set<Int> = [start]
        var walk: [(state: Int, edge: Int)] = [(start, 0)]
        while let (state, edge) = walk.last {
            guard edge < edges[state].count else {
                order.append(state)
                walk.removeLast()
                continue
            }
            walk[walk.count - 1].edge += 1
            let target = edges[state][edge].target
            if isSeen.insert(target).inserted { walk.append((target, 0)) }
        }
        return order.reversed()
    }

    /// The states that an execution can come to after a state, itself only where it can come back.
    func states(after state: Int) -> Set<Int> {
        var found: Set<Int> = []
        var open = [state]
        while let current = open.popLast() {
            for edge in edges[current] where found.insert(edge.target).inserted { open.append(edge.target) }
        }
        return found
    }
}
