import FlowJSON

/// Collects items; it stays plain JSON until a function comes.
struct ItemBuilder {
    private var plain: [JSON] = []
    private var mixed: [Value]?

    init() {}

    init(_ items: Items) {
        switch items {
        case .plain(let items): plain = items
        case .mixed(let items): mixed = items
        }
    }

    var count: Int { mixed?.count ?? plain.count }

    mutating func reserveCapacity(_ count: Int) { plain.reserveCapacity(count) }

    /// Appends one item as it is; an array becomes an inner array.
    mutating func append(_ value: Value) {
        guard value.isBound, !value.isUndefined else { return }
        guard mixed == nil else {
            mixed?.append(Self.asItem(value))
            return
        }
        switch value {
        case .json(let json): plain.append(json)
        case .sequence(let items, _), .constructed(let items): plain.append(.array(items))
        default:
            mixed = plain.map { .json($0) }
            plain = []
            mixed?.append(Self.asItem(value))
        }
    }

    mutating func append(_ json: JSON) {
        if mixed == nil { plain.append(json) } else { mixed?.append(.json(json)) }
    }

    /// Appends the items of an array or sequence, or the one value; nothing is nothing.
    mutating func appendItems(of value: Value) {
        switch value {
        case .json(.array(let items)), .sequence(let items, _), .constructed(let items): append(contentsOf: items)
        case .mixed(let array): for item in array.items { append(item) }
        default: append(value)
        }
    }

    mutating func append(contentsOf items: [JSON]) {
        if mixed == nil {
            plain.append(contentsOf: items)
        } else {
            for item in items { mixed?.append(.json(item)) }
        }
    }

    private static func asItem(_ value: Value) -> Value {
        switch value {
        case .sequence(let items, _), .constructed(let items): .json(.array(items))
        default: value
        }
    }

    func sequence(keep: Bool = false) -> Value {
        if let mixed { return .mixed(MixedArray(mixed, isSequence: true, keep: keep)) }
        return .sequence(plain, keep: keep)
    }

    func array() -> Value {
        if let mixed { return .mixed(MixedArray(mixed)) }
        return .json(.array(plain))
    }

    func constructed() -> Value {
        if let mixed { return .mixed(MixedArray(mixed, isConstructed: true)) }
        return .constructed(plain)
    }
}
