import FlowJSON

/// A compiled expression.
///
/// Its tables lie in one piece of memory, read without counting references or looking at bounds twice. Sendable since
/// nobody writes after `init`, but for the spare evaluator, which one thread at a time can take.
final class Program: @unchecked Sendable {
    let root: Int32
    let nodes: UnsafeBufferPointer<Node>
    let lists: UnsafeBufferPointer<Int32>
    let constants: UnsafeBufferPointer<JSON>
    let keys: UnsafeBufferPointer<JSONKey>
    let pathKeys: UnsafeBufferPointer<JSONKey>
    let steps: UnsafeBufferPointer<Step>
    let stages: UnsafeBufferPointer<Stage>
    let sortTerms: UnsafeBufferPointer<SortTerm>
    let groups: UnsafeBufferPointer<Group>
    let lambdas: UnsafeBufferPointer<Lambda>
    let signatures: [Signature]
    let regexes: [Regex]
    let globals: [GlobalName]
    let rootSlotCount: Int
    let tupleSlotCount: Int
    let dialect: Dialect
    /// The names of what calls invoke, for messages; ordered by node.
    private let calledNames: UnsafeBufferPointer<Compiler.CalledName>
    /// Whether the expression may make values that are larger or deeper than what came in: all but the plainest.
    let buildsValues: Bool
    /// What stands for half of a surrogate pair, where the expression writes one.
    let loneSurrogate: LoneSurrogate?
    private let memory: UnsafeMutableRawPointer
    private let spare = SpareEvaluator()

    init(_ compiler: borrowing Compiler, root: Int32) {
        self.root = root
        let names = compiler.names.entries
        var size = ProgramTables.size(of: compiler.nodes) + ProgramTables.size(of: compiler.lists)
        size +=
            ProgramTables.size(compiler.constants.count, of: JSON.self)
            + ProgramTables.size(names.count, of: JSONKey.self)
        size += ProgramTables.size(compiler.pathKeys.count, of: JSONKey.self) + ProgramTables.size(of: compiler.steps)
        size += ProgramTables.size(of: compiler.stages) + ProgramTables.size(of: compiler.sortTerms)
        size += ProgramTables.size(compiler.groups.count, of: Group.self) + ProgramTables.size(of: compiler.lambdas)
        size += ProgramTables.size(of: compiler.calledNames)
        memory = .allocate(byteCount: max(16, size), alignment: 16)
        var tables = ProgramTables(next: memory)
        nodes = tables.add(compiler.nodes)
        lists = tables.add(compiler.lists)
        let constants = tables.add(compiler.constants) { $0.json }
        self.constants = constants
        let keys = tables.add(names) { $0.key }
        self.keys = keys
        pathKeys = tables.add(compiler.pathKeys) { keys[Int($0)] }
        steps = tables.add(compiler.steps)
        stages = tables.add(compiler.stages)
        sortTerms = tables.add(compiler.sortTerms)
        groups = tables.add(compiler.groups) { group in
            let shape = Self.shape(of: group, compiler.nodes.memory, compiler.lists.memory, constants)
            return Group(first: group.first, count: group.count, position: group.position, shape: shape)
        }
        lambdas = tables.add(compiler.lambdas)
        signatures = compiler.signatures
        regexes = compiler.regexes
        globals = compiler.globals.map { global in
            switch global {
            case .variable(let name): .variable(keys[Int(name)].text)
            case .states: .states
            case .member(let member): member.global
            }
        }
        rootSlotCount = compiler.rootSlotCount
        tupleSlotCount = compiler.tupleNames.count
        dialect = compiler.dialect
        loneSurrogate = compiler.arena.loneSurrogate
        calledNames = tables.add(compiler.calledNames)
        buildsValues =
            switch compiler.nodes[Int(root)].opcode {
            case .constant, .context, .root, .global, .members, .name: false
            default: true
            }
    }

    deinit {
        Self.destroy(constants)
        Self.destroy(keys)
        Self.destroy(pathKeys)
        Self.destroy(groups)
        memory.deallocate()
    }

    private static func destroy<Element>(_ table: UnsafeBufferPointer<Element>) {
        UnsafeMutableBufferPointer(mutating: table).deinitialize()
    }

    /// An evaluator that nobody else uses.
    func takeEvaluator() -> Evaluator { spare.take() ?? Evaluator(self) }

    /// Keeps an evaluator that has finished for the next evaluation.
    func keep(_ evaluator: Evaluator) { spare.keep(evaluator) }

    /// The name of what a call invokes.
    func calledName(_ node: Int32) -> String? {
        calledNames.first { $0.node == node }.map { keys[Int($0.name)].text }
    }

    /// The shape of an object whose keys are different constant texts.
    private static func shape(
        of group: Compiler.OpenGroup,
        _ nodes: UnsafeBufferPointer<Node>,
        _ lists: UnsafeBufferPointer<Int32>,
        _ constants: UnsafeBufferPointer<JSON>
    ) -> JSONShape? {
        var names: [String] = []
        names.reserveCapacity(Int(group.count))
        for pair in 0..<Int(group.count) {
            let node = nodes[Int(lists[Int(group.first) + 2 * pair])]
            guard node.opcode == .constant, case .string(let name) = constants[Int(node.a)] else { return nil }
            names.append(name)
        }
        if names.count > 12 { return Set(names.map { JSONKey($0) }).count == names.count ? JSONShape(names) : nil }
        for (index, name) in names.enumerated() {
            for other in 0..<index where sameBytes(names[other], name) { return nil }
        }
        return JSONShape(names)
    }
}
