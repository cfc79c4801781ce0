import FlowJSON

/// What a node of a compiled expression does; its operands `a`, `b`, `c` are indices into the program's tables.
enum Opcode: UInt8 {
    case undefined
    /// `a` constant
    case constant
    /// `a` key
    case name
    case wildcard, descendants, context, root
    /// `a` frames outwards, `b` slot, `c` the node that answers while the slot is not bound
    case local
    /// `a` global, `b` the node that answers while no value is bound
    case global
    /// `a` builtin
    case builtin
    /// `a` first step, `b` number of steps, `c` group or -1
    case path
    /// `a` first key in the path keys, `b` the variable that it begins with or -1, `c` the same as a `path`
    case members
    /// `a` first child in the lists, `b` number, `c` slots of its frame or -1
    case block
    /// `a` condition, `b` then, `c` else or -1
    case condition
    /// `a` operand, `b` the other one
    case coalesce, elvis, and, or, isMember, range, concatenate
    case add, subtract, multiply, divide, remainder
    case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
    case negate
    /// `a` frames outwards, `b` slot, `c` value
    case bind
    /// `a` first child in the lists, `b` number
    case array
    /// `a` group
    case object
    /// `a` procedure, `b` first argument in the lists, `c` number
    case call
    /// `a` builtin, `b` first argument in the lists, `c` number
    case callBuiltin
    /// Like `call`; a placeholder is the node -1.
    case partial
    /// `a` lambda
    case lambda
    /// `a` left, `b` right
    case apply
    /// `a` pattern, `b` update, `c` delete or -1
    case transform
    /// `a` regular expression
    case regex
    /// `a` node, `b` first stage, `c` number
    case filtered
    /// `a` node, `b` group
    case grouped
}

/// One instruction.
///
/// It holds no references, so reading it from its array costs no counting.
struct Node {
    var opcode: Opcode
    var flags: Flags = []
    var a: Int32 = -1
    var b: Int32 = -1
    var c: Int32 = -1
    /// The offset behind the token, for errors.
    var position: Int32

    struct Flags: OptionSet {
        let rawValue: UInt8
        /// `[]` was written: a sequence of one stays an array.
        static let keepsArray = Flags(rawValue: 1)
        /// An array that a path does not flatten.
        static let isConstructed = Flags(rawValue: 2)
        /// A call in a lambda's last place.
        static let isTailCall = Flags(rawValue: 4)
        /// A path with bindings by `@`, `#` or `%`.
        static let isTupleStream = Flags(rawValue: 8)
        /// A path that hands its bindings to the path around it.
        static let handsOnTuples = Flags(rawValue: 16)
        /// A path whose first step is a variable, so that it does not iterate over the context.
        static let isAbsolute = Flags(rawValue: 32)
        /// An array constructor within an array constructor is not flattened.
        static let isArrayConstructor = Flags(rawValue: 64)
        /// `lhs ~> f(…)`: the left side becomes the first argument.
        static let isInvocation = Flags(rawValue: 128)
    }
}

/// A step of a path.
struct Step {
    var node: Int32
    var firstStage: Int32
    var stageCount: Int32
    /// Slots of the tuple's frame, or -1.
    var focus: Int32 = -1
    var index: Int32 = -1
    var ancestor: Int32 = -1
    /// The key of a step that is a plain name, or -1.
    var key: Int32 = -1
    /// The first term of a sort step in `sortTerms`, or -1.
    var firstTerm: Int32 = -1
    var termCount: Int32 = 0
    var isConstructed = false
    var isTuple = false
    var position: Int32
}

/// A filter, or an index variable, behind a step.
struct Stage {
    /// The predicate's node, or -1 for an index variable.
    var predicate: Int32
    /// The index that a numeric predicate names, when it is a constant.
    var constantIndex: Int?
    var indexSlot: Int32 = -1
}

struct SortTerm {
    var node: Int32
    var descending: Bool
}

/// The pairs of an object constructor: key and value nodes in the lists.
struct Group {
    var first: Int32
    /// The number of pairs.
    var count: Int32
    var position: Int32
    /// Where every key is a different constant text, the shape of the object; else `nil`.
    var shape: JSONShape?
}

struct Lambda {
    var body: Int32
    var parameterCount: Int
    var slotCount: Int
    /// In `signatures`, or -1.
    var signature: Int32
}

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
    /// Whether the expression can make values that are larger or deeper than what came in.
    let buildsValues: Bool
    /// What stands for half of a surrogate pair, where the expression writes one.
    let loneSurrogate: LoneSurrogate?
    private let memory: UnsafeMutableRawPointer
    private let spare = SpareEvaluator()

    init(_ compiler: borrowing Compiler, root: Int32) {
        self.root = root
        let names = compiler.names.entries
        var size = Tables.size(of: compiler.nodes) + Tables.size(of: compiler.lists)
        size += Tables.size(compiler.constants.count, of: JSON.self) + Tables.size(names.count, of: JSONKey.self)
        size += Tables.size(compiler.pathKeys.count, of: JSONKey.self) + Tables.size(of: compiler.steps)
        size += Tables.size(of: compiler.stages) + Tables.size(of: compiler.sortTerms)
        size += Tables.size(compiler.groups.count, of: Group.self) + Tables.size(of: compiler.lambdas)
        size += Tables.size(of: compiler.calledNames)
        memory = .allocate(byteCount: max(16, size), alignment: 16)
        var tables = Tables(next: memory)
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
        buildsValues = compiler.nodes.contains { node in
            switch node.opcode {
            case .array, .object, .grouped, .call, .apply, .path: node.opcode != .path || node.c >= 0
            default: false
            }
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

/// Lays tables out in memory, one behind the other.
private struct Tables {
    var next: UnsafeMutableRawPointer

    static func size<Element>(_ count: Int, of type: Element.Type) -> Int {
        (count * MemoryLayout<Element>.stride + 15) & ~15
    }

    static func size<Element>(of source: ArenaList<Element>) -> Int { size(source.count, of: Element.self) }

    mutating func add<Element>(_ source: ArenaList<Element>) -> UnsafeBufferPointer<Element> {
        let table = next.bindMemory(to: Element.self, capacity: source.count)
        if let start = source.memory.baseAddress { table.initialize(from: start, count: source.count) }
        next += Self.size(of: source)
        return UnsafeBufferPointer(start: table, count: source.count)
    }

    mutating func add<Source, Element>(
        _ source: ArenaList<Source>,
        _ element: (Source) -> Element
    ) -> UnsafeBufferPointer<Element> {
        let table = next.bindMemory(to: Element.self, capacity: source.count)
        for (index, item) in source.memory.enumerated() { (table + index).initialize(to: element(item)) }
        next += Self.size(source.count, of: Element.self)
        return UnsafeBufferPointer(start: table, count: source.count)
    }
}
