import FlowJSON

/// Parses a pattern of JavaScript, the leniencies for the web included.
struct RegexParser {
    private static let maximumDepth = 200

    let scalars: [Unicode.Scalar]
    let ignoreCase: Bool
    var position = 0
    private var depth = 0
    private(set) var names: [String: Int] = [:]
    private(set) var classes: [ScalarClass] = []
    private(set) var groupCount = 0
    /// How many scalars of its classes may still be looked at in their other case.
    private var foldable = 50_000
    /// How many groups the whole pattern has.
    private(set) var totalGroups = 0

    init(_ pattern: String, ignoreCase: Bool) {
        scalars = Array(pattern.unicodeScalars)
        self.ignoreCase = ignoreCase
        collectNames()
    }

    mutating func parse() throws(EvaluationError) -> RegexTree {
        let tree = try choice()
        guard position == scalars.count else { throw malformed("unmatched ')'") }
        return tree
    }

    func malformed(_ why: String) -> EvaluationError { EvaluationError("S0303", value: .string(why)) }

    var current: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

    func peek(_ offset: Int) -> Unicode.Scalar? {
        position + offset < scalars.count ? scalars[position + offset] : nil
    }

    mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard current == scalar else { return false }
        position += 1
        return true
    }

    mutating func take(_ text: String) -> Bool {
        let wanted = Array(text.unicodeScalars)
        guard position + wanted.count <= scalars.count, Array(scalars[position..<position + wanted.count]) == wanted
        else { return false }
        position += wanted.count
        return true
    }

    /// The numbers of named groups, which may be referred to before they come.
    private mutating func collectNames() {
        var inClass = false
        var index = 0
        while index < scalars.count {
            switch scalars[index] {
            case "\\": index += 1
            case "[": inClass = true
            case "]": inClass = false
            case "(" where !inClass:
                let isPlain = index + 1 >= scalars.count || scalars[index + 1] != "?"
                let isNamed =
                    index + 3 < scalars.count && scalars[index + 1] == "?" && scalars[index + 2] == "<"
                    && scalars[index + 3] != "=" && scalars[index + 3] != "!"
                if isPlain || isNamed { totalGroups += 1 }
                if isNamed, let end = endOfName(from: index + 3) {
                    names[String(String.UnicodeScalarView(scalars[index + 3..<end]))] = totalGroups
                }
            default: break
            }
            index += 1
        }
    }

    /// Where the `>` stands behind a group's name that begins at a place; `nil` where there is no name.
    func endOfName(from start: Int) -> Int? {
        var end = start
        while end < scalars.count {
            let scalar = scalars[end]
            if scalar == ">" { return end > start ? end : nil }
            guard
                scalar == "_" || scalar == "$" || scalar.properties.isAlphabetic || scalar.properties.numericType != nil
            else { return nil }
            end += 1
        }
        return nil
    }

    private mutating func choice() throws(EvaluationError) -> RegexTree {
        depth += 1
        defer { depth -= 1 }
        guard depth < Self.maximumDepth else { throw malformed("nested too deeply") }
        var branches = [try sequence()]
        while take("|") { branches.append(try sequence()) }
        return branches.count == 1 ? branches[0] : .choice(branches)
    }

    private mutating func sequence() throws(EvaluationError) -> RegexTree {
        var items: [RegexTree] = []
        while let scalar = current, scalar != "|", scalar != ")" {
            let firstGroup = groupCount
            let item = try atom()
            items.append(try quantified(item, firstGroup))
        }
        return items.count == 1 ? items[0] : items.isEmpty ? .empty : .sequence(items)
    }

    private mutating func quantified(_ item: RegexTree, _ firstGroup: Int) throws(EvaluationError) -> RegexTree {
        var bounds: (least: Int, most: Int)?
        switch current {
        case "*": bounds = (0, .max)
        case "+": bounds = (1, .max)
        case "?": bounds = (0, 1)
        case "{":
            if let braces = braces() {
                bounds = (braces.least, braces.most)
                position = braces.end - 1
            }
        default: break
        }
        guard let bounds else { return item }
        guard bounds.least <= bounds.most else { throw malformed("numbers out of order in {}") }
        position += 1
        let isLazy = take("?")
        if current == "*" || current == "+" || current == "?" { throw malformed("nothing to repeat") }
        return .loop(
            item,
            least: bounds.least,
            most: bounds.most,
            isLazy: isLazy,
            firstGroup: firstGroup,
            endGroup: groupCount
        )
    }

    /// `{2}`, `{2,}`, `{2,5}`; anything else is text.
    private func braces() -> (least: Int, most: Int, end: Int)? {
        var index = position + 1
        func number() -> Int? {
            var value: Int?
            while index < scalars.count, let digit = Character(scalars[index]).wholeNumberValue {
                value = min((value ?? 0) * 10 + digit, 100_000)
                index += 1
            }
            return value
        }
        guard let least = number() else { return nil }
        var most = least
        if index < scalars.count, scalars[index] == "," {
            index += 1
            most = number() ?? .max
        }
        guard index < scalars.count, scalars[index] == "}" else { return nil }
        return (least, most, index + 1)
    }

    private mutating func atom() throws(EvaluationError) -> RegexTree {
        guard let scalar = current else { return .empty }
        position += 1
        switch scalar {
        case "^": return .lineStart
        case "$": return .lineEnd
        case ".": return .any
        case "(": return try group()
        case "[": return try characterClass()
        case "\\": return try escape()
        case "*", "+", "?": throw malformed("nothing to repeat")
        default: return literal(scalar.value)
        }
    }

    private mutating func group() throws(EvaluationError) -> RegexTree {
        let result: RegexTree
        if take("?:") {
            result = try choice()
        } else if take("?=") {
            result = .look(try choice(), ahead: true, negative: false)
        } else if take("?!") {
            result = .look(try choice(), ahead: true, negative: true)
        } else if take("?<=") {
            result = .look(try choice(), ahead: false, negative: false)
        } else if take("?<!") {
            result = .look(try choice(), ahead: false, negative: true)
        } else {
            if take("?<") {
                guard let end = endOfName(from: position) else { throw malformed("invalid group name") }
                position = end + 1
            } else if current == "?" {
                throw malformed("invalid group")
            }
            groupCount += 1
            let index = groupCount
            result = .group(try choice(), index: index)
        }
        guard take(")") else { throw malformed("unterminated group") }
        return result
    }

    /// Adds the other case of every letter to a class.
    mutating func fold(_ scalarClass: inout ScalarClass) throws(EvaluationError) {
        foldable -= scalarClass.ignoreCase(most: foldable)
        guard foldable >= 0 else { throw malformed("the pattern is too large") }
    }

    mutating func literal(_ scalar: UInt32) -> RegexTree {
        guard ignoreCase else { return .scalar(scalar) }
        var both = ScalarClass(ranges: [scalar...scalar])
        _ = both.ignoreCase()
        return both.ranges.count == 1 ? .scalar(scalar) : add(both)
    }

    mutating func add(_ scalarClass: ScalarClass) -> RegexTree {
        classes.append(scalarClass)
        return .oneOf(classes.count - 1)
    }
}
