import FlowJSON

/// What is known of a value that an execution will have: its kinds, its members, its elements.
///
/// Everything that is not known is taken for possible.
struct Shape: Equatable {
    /// The kinds that a value can be of.
    struct Kinds: OptionSet, Hashable {
        let rawValue: UInt8
        static let null = Kinds(rawValue: 1)
        static let boolean = Kinds(rawValue: 2)
        static let number = Kinds(rawValue: 4)
        static let string = Kinds(rawValue: 8)
        static let array = Kinds(rawValue: 16)
        static let object = Kinds(rawValue: 32)
        static let all = Kinds(rawValue: 63)
    }

    /// Where a value comes from that is easily taken for another one.
    enum Origin: Hashable {
        /// The list of a Parallel state's results.
        case parallel(state: Int)
        /// The text that a `.sync` task has instead of the output.
        case syncOutput(state: Int)
    }

    /// Whether a member or an element is there.
    enum Lookup {
        case absent
        case perhaps(Shape)
        case surely(Shape)

        /// The shape of what is found, where anything is.
        var shape: Shape? {
            switch self {
            case .absent: nil
            case .perhaps(let shape), .surely(let shape): shape
            }
        }
    }

    var kinds: Kinds
    /// The members that an object can have, as far as they are known.
    var members: [ByteText: Shape] = [:]
    /// Those of them that it has surely.
    var sureMembers: Set<ByteText> = []
    /// Whether an object has no other members.
    var isClosed = false
    /// The shapes of an array's elements, where their number is known.
    var elements: [Shape]?
    /// The number of an array's elements, where it is known.
    var count: Int?
    /// The value itself, where it is known.
    var literal: JSON?
    var origin: Origin?

    static let anything = Shape(kinds: .all)
    static let string = Shape(kinds: .string)
    static let number = Shape(kinds: .number)
    static let boolean = Shape(kinds: .boolean)

    /// How deep and how wide values are looked at; beyond that they are anything.
    static let depthLimit = 8
    static let widthLimit = 200

    /// An object of these members and no others.
    static func object(_ members: [(String, Shape)]) -> Shape {
        var shape = Shape(kinds: .object, isClosed: true)
        for (name, member) in members {
            shape.members[ByteText(name)] = member
            shape.sureMembers.insert(ByteText(name))
        }
        return shape
    }

    /// A list of these elements.
    static func array(_ elements: [Shape], origin: Origin? = nil) -> Shape {
        Shape(
            kinds: .array,
            elements: elements.count <= widthLimit ? elements : nil,
            count: elements.count,
            origin: origin
        )
    }

    /// The shape of a value that is known.
    init(_ json: JSON, depth: Int = 0) {
        switch json {
        case .null: self.init(kinds: .null)
        case .bool: self.init(kinds: .boolean)
        case .integer, .double: self.init(kinds: .number)
        case .string: self.init(kinds: .string)
        case .array(let values):
            self.init(kinds: .array)
            count = values.count
            if depth < Self.depthLimit, values.count <= Self.widthLimit {
                elements = values.map { Shape($0, depth: depth + 1) }
            }
        case .object(let object):
            self.init(kinds: .object)
            if depth < Self.depthLimit, object.count <= Self.widthLimit {
                self = .object(object.map { ($0.key, Shape($0.value, depth: depth + 1)) })
            }
        }
        if depth == 0 { literal = json }
    }

    init(
        kinds: Kinds,
        isClosed: Bool = false,
        elements: [Shape]? = nil,
        count: Int? = nil,
        origin: Origin? = nil
    ) {
        self.kinds = kinds
        self.isClosed = isClosed
        self.elements = elements
        self.count = count
        self.origin = origin
    }
}

extension Shape {
    /// The member of a name.
    func member(_ name: String) -> Lookup {
        guard kinds.contains(.object) else { return .absent }
        if let member = members[ByteText(name)] {
            return kinds == .object && sureMembers.contains(ByteText(name)) ? .surely(member) : .perhaps(member)
        }
        return isClosed ? .absent : .perhaps(.anything)
    }

    /// The element at a position.
    func element(_ position: Int) -> Lookup {
        guard kinds.contains(.array) else { return .absent }
        guard let count, position >= 0 else { return .perhaps(.anything) }
        guard position < count else { return .absent }
        let element = elements.map { $0[position] } ?? .anything
        return kinds == .array ? .surely(element) : .perhaps(element)
    }

    /// What any element looks like.
    var anyElement: Shape {
        guard let elements, let first = elements.first else { return .anything }
        return elements.dropFirst().reduce(first) { $0.joined($1) }
    }

    /// What it is after a member has been set, as `ResultPath` does; it is an object then.
    func setting(_ names: ArraySlice<String>, to value: Shape) -> Shape {
        guard let name = names.first else { return value }
        var object = self
        if !kinds.contains(.object) { object = Shape(kinds: .object, isClosed: true) }
        object.kinds = .object
        object.literal = nil
        let inner = names.count == 1 ? nil : object.members[ByteText(name)]
        let missing = object.isClosed ? Shape(kinds: .object, isClosed: true) : Shape(kinds: .object)
        object.members[ByteText(name)] = (inner ?? missing).setting(names.dropFirst(), to: value)
        object.sureMembers.insert(ByteText(name))
        return object.members.count > Self.widthLimit ? Shape(kinds: .object) : object
    }

    /// The shape without what lies deeper than is looked at, so that chains of states can't make it grow without end.
    func bounded(depth: Int = 0) -> Shape {
        guard !members.isEmpty || elements != nil else { return self }
        if depth >= Self.depthLimit { return Shape(kinds: kinds) }
        var shape = self
        shape.members = members.mapValues { $0.bounded(depth: depth + 1) }
        shape.elements = elements?.map { $0.bounded(depth: depth + 1) }
        return shape
    }

    /// The fewest bytes that it has as JSON.
    var leastBytes: Int {
        if let literal { return literal.text.utf8.count }
        if kinds == .object {
            return sureMembers.reduce(2) { $0 + $1.text.utf8.count + 4 + (members[$1]?.leastBytes ?? 1) }
        }
        if kinds == .array { return (elements ?? []).reduce(max(2, 2 * (count ?? 0))) { $0 + $1.leastBytes } }
        return 1
    }
}
