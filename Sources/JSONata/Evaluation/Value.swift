import FlowJSON

/// What an expression evaluates to on the way: JSON as long as it can be, and what JSON has no word for.
enum Value {
    /// Nothing.
    case undefined
    /// A slot that nothing has been bound to yet.
    case unbound
    /// A value without functions in it.
    case json(JSON)
    /// Matches of a path; one alone stands for itself unless it is kept as an array.
    case sequence([JSON], keep: Bool)
    /// An array that a path does not flatten.
    case constructed([JSON])
    /// An array or sequence with functions among its items.
    case mixed(MixedArray)
    /// An object with functions among its members.
    case record(Record)
    case function(Function)
    /// The bindings of a path with `@`, `#` or `%`.
    case tuples([Tuple])
    /// A call in a lambda's last place that is still to be made: the evaluator's pending one.
    case tailCall

    static func bool(_ value: Bool) -> Value { .json(.bool(value)) }
    static func string(_ value: String) -> Value { .json(.string(value)) }
    static func integer(_ value: Int) -> Value { .json(.integer(Int64(value))) }

    var isUndefined: Bool { if case .undefined = self { true } else { false } }

    var isBound: Bool { if case .unbound = self { false } else { true } }

    /// Whether it is an array or a sequence.
    var isArray: Bool {
        switch self {
        case .json(.array), .sequence, .constructed, .mixed: true
        default: false
        }
    }

    var isSequence: Bool {
        switch self {
        case .sequence: true
        case .mixed(let mixed): mixed.isSequence
        default: false
        }
    }

    /// The items of an array or a sequence that holds no functions.
    var jsonItems: [JSON]? {
        switch self {
        case .json(.array(let items)), .sequence(let items, _), .constructed(let items): items
        default: nil
        }
    }

    /// The items of any array or sequence.
    var items: Items? {
        switch self {
        case .json(.array(let items)), .sequence(let items, _), .constructed(let items): .plain(items)
        case .mixed(let mixed): .mixed(mixed.items)
        default: nil
        }
    }

    /// The items of an array or sequence; anything else is its own only item.
    var itemsOrSelf: Items {
        if let items { return items }
        if case .json(let value) = self { return .plain([value]) }
        return .mixed([self])
    }

    /// The JSON of it, or `nil` where it is undefined or holds a function.
    var json: JSON? {
        switch self {
        case .json(let value): value
        case .sequence(let items, _), .constructed(let items): .array(items)
        default: nil
        }
    }

    /// What jsonata-js shows of it in a message or as text: functions are empty strings.
    var shown: JSON? {
        switch self {
        case .undefined, .unbound, .tuples, .tailCall: return nil
        case .json, .sequence, .constructed: return json
        case .function: return .string("")
        case .mixed(let mixed): return .array(mixed.items.map { $0.shown ?? .null })
        case .record(let record):
            var object = JSONObject()
            for (key, value) in zip(record.keys, record.values) {
                if let value = value.shown { object[key] = value }
            }
            return .object(object)
        }
    }

    /// How many functions, and lists and objects of them, lie one in the other.
    var nesting: Int {
        switch self {
        case .function(let function): function.nesting + 1
        case .mixed(let array): array.nesting
        case .record(let record): record.nesting
        default: 0
        }
    }

    var text: String? { if case .json(.string(let text)) = self { text } else { nil } }

    /// A sequence of none is nothing, one of one is its item.
    func collapsed(keepsArray: Bool = false) -> Value {
        switch self {
        case .sequence(let items, let keep):
            if items.isEmpty { return .undefined }
            if items.count == 1, !keep, !keepsArray { return .json(items[0]) }
            return keepsArray && !keep ? .sequence(items, keep: true) : self
        case .mixed(let mixed) where mixed.isSequence:
            if mixed.items.isEmpty { return .undefined }
            if mixed.items.count == 1, !mixed.keep, !keepsArray { return mixed.items[0] }
            return keepsArray && !mixed.keep
                ? .mixed(MixedArray(mixed.items, isSequence: true, keep: true)) : self
        default: return self
        }
    }
}

/// Items of an array, plain JSON unless functions are among them.
enum Items {
    case plain([JSON])
    case mixed([Value])

    var count: Int {
        switch self {
        case .plain(let items): items.count
        case .mixed(let items): items.count
        }
    }

    subscript(position: Int) -> Value {
        switch self {
        case .plain(let items): .json(items[position])
        case .mixed(let items): items[position]
        }
    }
}

class MixedArray {
    let items: [Value]
    let isSequence: Bool
    let keep: Bool
    let isConstructed: Bool
    let nesting: Int

    init(_ items: [Value], isSequence: Bool = false, keep: Bool = false, isConstructed: Bool = false) {
        self.items = items
        self.isSequence = isSequence
        self.keep = keep
        self.isConstructed = isConstructed
        nesting = items.reduce(1) { max($0, $1.nesting + 1) }
    }
}

final class Record {
    private(set) var keys: [String] = []
    private(set) var values: [Value] = []
    private(set) var nesting = 1
    /// Where the keys are, once they are too many to look at each.
    private var positions: [JSONKey: Int] = [:]
    private static let scanned = 12

    subscript(key: String) -> Value {
        get { position(of: key).map { values[$0] } ?? .undefined }
        set {
            nesting = max(nesting, newValue.nesting + 1)
            if let position = position(of: key) {
                values[position] = newValue
                return
            }
            keys.append(key)
            values.append(newValue)
            if !positions.isEmpty {
                positions[JSONKey(key)] = keys.count - 1
            } else if keys.count > Self.scanned {
                for (position, key) in keys.enumerated() { positions[JSONKey(key)] = position }
            }
        }
    }

    private func position(of key: String) -> Int? {
        positions.isEmpty ? keys.firstIndex { sameBytes($0, key) } : positions[JSONKey(key)]
    }
}

/// One binding of a tuple stream: the context, and a frame with the variables bound so far.
struct Tuple {
    var item: Value
    var frame: Frame
}

/// A call in a lambda's last place, of what is no lambda or has a signature.
struct TailCall {
    let function: Value
    let arguments: [Value]
    let input: Value
}
