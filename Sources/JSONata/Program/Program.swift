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

/// A list of values that never changes, read without counting references or looking at bounds twice.
///
/// Sendable since nobody writes after `init`.
struct Table<Element>: @unchecked Sendable {
    private final class Owner {
        let elements: UnsafeMutableBufferPointer<Element>

        init(_ source: [Element]) {
            elements = .allocate(capacity: source.count)
            _ = elements.initialize(from: source)
        }

        deinit {
            elements.deinitialize()
            elements.deallocate()
        }
    }

    private let owner: Owner
    /// The elements; valid as long as the table.
    let elements: UnsafeBufferPointer<Element>

    init(_ source: [Element]) {
        owner = Owner(source)
        elements = UnsafeBufferPointer(owner.elements)
    }
}

extension Program {
    /// The name of what a call invokes.
    func calledName(_ node: Int32) -> String? { calledNames.first { $0.node == node }?.name }
}

/// A compiled expression.
final class Program: Sendable {
    let root: Int32
    let nodes: Table<Node>
    let lists: Table<Int32>
    let constants: Table<JSON>
    let keys: Table<JSONKey>
    let pathKeys: Table<JSONKey>
    let steps: Table<Step>
    let stages: Table<Stage>
    let sortTerms: [SortTerm]
    let groups: Table<Group>
    let lambdas: Table<Lambda>
    let signatures: [Signature]
    let regexes: [Regex]
    let globals: [GlobalName]
    let rootSlotCount: Int
    let tupleSlotCount: Int
    let dialect: Dialect
    /// The names of what calls invoke, for messages; ordered by node.
    private let calledNames: [(node: Int32, name: String)]
    /// Whether the expression can make values that are larger or deeper than what came in.
    let buildsValues: Bool

    init(_ compiler: borrowing Compiler, root: Int32) {
        self.root = root
        nodes = Table(compiler.nodes)
        lists = Table(compiler.lists)
        constants = Table(compiler.constants)
        keys = Table(compiler.keys)
        pathKeys = Table(compiler.pathKeys)
        steps = Table(compiler.steps)
        stages = Table(compiler.stages)
        sortTerms = compiler.sortTerms
        groups = Table(compiler.groups)
        lambdas = Table(compiler.lambdas)
        signatures = compiler.signatures
        regexes = compiler.regexes
        globals = compiler.globals
        rootSlotCount = compiler.rootSlotCount
        tupleSlotCount = compiler.tupleNames.count
        dialect = compiler.dialect
        calledNames = compiler.calledNames
        buildsValues = compiler.nodes.contains { node in
            switch node.opcode {
            case .array, .object, .grouped, .call, .apply, .path: node.opcode != .path || node.c >= 0
            default: false
            }
        }
    }
}
