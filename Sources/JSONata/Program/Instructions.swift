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
