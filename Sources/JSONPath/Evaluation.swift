import FlowJSON

/// One run of a path's steps over a value, with the list of what they select.
struct Evaluation {
    let steps: [Step]
    /// What `$` means in a filter.
    let document: JSON
    private(set) var results: [JSON] = []
    private var trail: [Trail] = []

    /// How the current node was reached, for messages.
    private enum Trail {
        case property(String)
        case index(Int)
    }

    init(steps: [Step], document: JSON) {
        self.steps = steps
        self.document = document
    }

    /// The current node as `$['a'][0]`.
    var pathText: String {
        trail.reduce(into: "$") { text, part in
            switch part {
            case .property(let name): text += "['\(name)']"
            case .index(let position): text += "[\(position)]"
            }
        }
    }

    /// Applies the steps from `position` on to a node.
    mutating func evaluate(_ position: Int, _ node: JSON) throws(PathError) {
        guard position < steps.count else {
            results.append(node)
            return
        }
        switch steps[position] {
        case .properties(let keys): try selectProperties(keys, position, node)
        case .wildcard: try selectAll(position, node)
        case .scan: try scan(position + 1, node)
        case .filter(let filter): try select(filter, position, node)
        case .index, .fromEnd, .indices, .slice: try selectElements(position, node)
        }
    }

    // MARK: Objects

    private mutating func selectProperties(_ keys: [JSONKey], _ position: Int, _ node: JSON) throws(PathError) {
        guard case .object(let object) = node else {
            throw .notFound("Property \(steps[position].fragment) not found in path \(pathText)")
        }
        if keys.count == 1 { return try selectProperty(keys[0], position, object) }
        guard position + 1 == steps.count else {
            throw .invalid(
                "Multi properties can only be used as path leafs: \(pathText)\(steps[position].fragment)"
            )
        }
        var members = JSONObject()
        for key in keys {
            if let value = object.value(for: key) { members[key.text] = value }
        }
        results.append(.object(members))
    }

    private mutating func selectProperty(_ key: JSONKey, _ position: Int, _ object: JSONObject) throws(PathError) {
        trail.append(.property(key.text))
        defer { trail.removeLast() }
        if let value = object.value(for: key) { return try evaluate(position + 1, value) }
        if position + 1 == steps.count { throw .notFound("No results for path: \(pathText)") }
        // Where the steps around lead to lists, an object without the member is left out.
        let isDefinite = steps[max(0, position - 1)...].allSatisfy(\.isDefinite)
        if isDefinite { throw .notFound("Missing property in path \(pathText)") }
    }

    private mutating func selectAll(_ position: Int, _ node: JSON) throws(PathError) {
        switch node {
        case .object(let object):
            for index in 0..<object.count {
                let (key, value) = object[index]
                trail.append(.property(key))
                try evaluate(position + 1, value)
                trail.removeLast()
            }
        case .array(let elements):
            for (index, element) in elements.enumerated() {
                let depth = trail.count
                do throws(PathError) { try visit(index, element, position) } catch {
                    // Of an array, elements that the rest of the path does not fit are left out.
                    guard error.code == .notFound else { throw error }
                    trail.removeLast(trail.count - depth)
                }
            }
        default: break
        }
    }

    // MARK: Arrays

    private mutating func visit(_ index: Int, _ element: JSON, _ position: Int) throws(PathError) {
        trail.append(.index(index))
        try evaluate(position + 1, element)
        trail.removeLast()
    }

    private mutating func selectElements(_ position: Int, _ node: JSON) throws(PathError) {
        if node.isNull { throw .notFound("The path \(pathText) is null") }
        guard case .array(let elements) = node else {
            let rest = steps[position...].map(\.fragment).joined()
            throw .invalid("Filter: \(rest) can only be applied to arrays. Current context is: \(node.text)")
        }
        let step = steps[position]
        for index in step.indices(count: elements.count) {
            guard elements.indices.contains(index) else {
                throw .notFound("Index out of bounds when evaluating path \(pathText)[\(index)]")
            }
            try visit(index, elements[index], position)
        }
    }

    private mutating func select(_ filter: Filter, _ position: Int, _ node: JSON) throws(PathError) {
        switch node {
        case .object:
            if filter.accepts(node, document: document) { try evaluate(position + 1, node) }
        case .array(let elements):
            for (index, element) in elements.enumerated() where filter.accepts(element, document: document) {
                try visit(index, element, position)
            }
        default:
            throw .invalid("Filter: [?] can not be applied to primitives. Current context is: \(node.text)")
        }
    }

    // MARK: Descent

    /// Applies the steps from `position` on to a node and to all below it, where the first of them fits.
    private mutating func scan(_ position: Int, _ node: JSON) throws(PathError) {
        switch node {
        case .object(let object):
            if fits(position, node) { try evaluate(position, node) }
            for index in 0..<object.count {
                let (key, value) = object[index]
                guard value.isContainer else { continue }
                trail.append(.property(key))
                try scan(position, value)
                trail.removeLast()
            }
        case .array(let elements):
            if fits(position, node) {
                if position + 1 >= steps.count {
                    try evaluate(position, node)
                } else {
                    // Jayway applies what follows to each element, whatever the step that fits would select.
                    for (index, element) in elements.enumerated() { try visit(index, element, position) }
                }
            }
            for (index, element) in elements.enumerated() where element.isContainer {
                trail.append(.index(index))
                try scan(position, element)
                trail.removeLast()
            }
        default: break
        }
    }

    private func fits(_ position: Int, _ node: JSON) -> Bool {
        switch steps[position] {
        case .properties(let keys):
            guard case .object(let object) = node else { return false }
            return keys.allSatisfy { object.value(for: $0) != nil }
        case .index, .fromEnd, .indices, .slice: return node.arrayValue != nil
        case .wildcard: return true
        case .filter(let filter): return filter.accepts(node, document: document)
        case .scan: return false
        }
    }
}

extension Step {
    /// The positions that a step over arrays asks for, among which there may be some that an array does not have.
    fileprivate func indices(count: Int) -> [Int] {
        switch self {
        case .index(let index): [index]
        case .fromEnd(let offset): [count + offset]
        case .indices(let indices): indices
        case .slice(.from(let from)): Array(max(0, min(count, from < 0 ? count + from : from))..<count)
        case .slice(.to(let to)): Array(0..<max(0, min(count, to < 0 ? count + to : to)))
        // A negative start is no offset from the end here: it is out of bounds.
        case .slice(.between(let from, let to)):
            count == 0 || from >= min(count, to) ? [] : from < 0 ? [from] : Array(from..<min(count, to))
        default: []
        }
    }

    fileprivate var fragment: String {
        switch self {
        case .index(let index): "[\(index)]"
        case .fromEnd(let offset): "[@.size()\(offset)]"
        case .indices(let indices): "[\(indices.map(String.init).joined(separator: ","))]"
        case .slice(.from(let from)): "[\(from):]"
        case .slice(.to(let to)): "[:\(to)]"
        case .slice(.between(let from, let to)): "[\(from):\(to)]"
        case .properties(let keys): "[" + keys.map { "'\($0.text)'" }.joined(separator: ", ") + "]"
        case .wildcard: "[*]"
        case .scan: ".."
        case .filter: "[?]"
        }
    }
}

extension JSON {
    fileprivate var isContainer: Bool {
        switch self {
        case .object, .array: true
        default: false
        }
    }
}
