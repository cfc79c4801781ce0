extension Shape {
    /// What a value is that is one or the other.
    func joined(_ other: Shape, depth: Int = 0) -> Shape {
        if self == other { return self }
        if depth > Self.depthLimit { return .anything }
        var joined = Shape(kinds: kinds.union(other.kinds))
        joined.origin = origin == other.origin ? origin : nil
        joinObjects(other, depth, into: &joined)
        joinArrays(other, into: &joined, depth)
        return joined
    }

    private func joinObjects(_ other: Shape, _ depth: Int, into joined: inout Shape) {
        switch (kinds.contains(.object), other.kinds.contains(.object)) {
        case (false, false): return
        case (true, false): joined.takeObject(of: self)
        case (false, true): joined.takeObject(of: other)
        case (true, true):
            joined.isClosed = isClosed && other.isClosed
            joined.sureMembers = sureMembers.intersection(other.sureMembers)
            for (name, member) in members {
                if let twin = other.members[name] {
                    joined.members[name] = member.joined(twin, depth: depth + 1)
                } else if other.isClosed {
                    joined.members[name] = member
                }
            }
            for (name, member) in other.members where members[name] == nil && isClosed {
                joined.members[name] = member
            }
            if joined.members.count > Self.widthLimit {
                joined.members = [:]
                joined.sureMembers = []
                joined.isClosed = false
            }
        }
    }

    private mutating func takeObject(of shape: Shape) {
        members = shape.members
        sureMembers = shape.sureMembers
        isClosed = shape.isClosed
    }

    private func joinArrays(_ other: Shape, into joined: inout Shape, _ depth: Int) {
        switch (kinds.contains(.array), other.kinds.contains(.array)) {
        case (false, false): return
        case (true, false): (joined.elements, joined.count) = (elements, count)
        case (false, true): (joined.elements, joined.count) = (other.elements, other.count)
        case (true, true):
            guard let count, count == other.count else { return }
            joined.count = count
            if let elements, let others = other.elements {
                joined.elements = zip(elements, others).map { $0.joined($1, depth: depth + 1) }
            }
        }
    }
}
