import FlowJSON

/// What a pattern means, as a tree.
indirect enum RegexTree {
    case empty
    case scalar(UInt32)
    case any
    case oneOf(Int)
    case sequence([RegexTree])
    case choice([RegexTree])
    case group(RegexTree, index: Int)
    case loop(RegexTree, least: Int, most: Int, isLazy: Bool, firstGroup: Int, endGroup: Int)
    case lineStart, lineEnd, wordBoundary, notWordBoundary
    case backreference(Int)
    case look(RegexTree, ahead: Bool, negative: Bool)
}

/// Parses a pattern of JavaScript, the leniencies for the web included.
struct RegexParser {
    private static let maximumDepth = 200

    private let scalars: [Unicode.Scalar]
    private let ignoreCase: Bool
    private var position = 0
    private var depth = 0
    private var names: [String: Int] = [:]
    private(set) var classes: [ScalarClass] = []
    private(set) var groupCount = 0

    init(_ pattern: String, ignoreCase: Bool) {
        scalars = Array(pattern.unicodeScalars)
        self.ignoreCase = ignoreCase
        var count = 0
        collectNames(&count)
    }

    mutating func parse() throws(EvaluationError) -> RegexTree {
        let tree = try choice()
        guard position == scalars.count else { throw malformed("unmatched ')'") }
        return tree
    }

    private func malformed(_ why: String) -> EvaluationError { EvaluationError("S0303", value: .string(why)) }

    private var current: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

    private func peek(_ offset: Int) -> Unicode.Scalar? {
        position + offset < scalars.count ? scalars[position + offset] : nil
    }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard current == scalar else { return false }
        position += 1
        return true
    }

    private mutating func take(_ text: String) -> Bool {
        let wanted = Array(text.unicodeScalars)
        guard position + wanted.count <= scalars.count, Array(scalars[position..<position + wanted.count]) == wanted
        else { return false }
        position += wanted.count
        return true
    }

    /// The numbers of named groups, which may be referred to before they come.
    private mutating func collectNames(_ count: inout Int) {
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
                if isPlain || isNamed { count += 1 }
                if isNamed {
                    let end = scalars[index...].firstIndex(of: ">") ?? scalars.count
                    names[String(String.UnicodeScalarView(scalars[index + 3..<max(end, index + 3)]))] = count
                }
            default: break
            }
            index += 1
        }
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
                while let scalar = current, scalar != ">" { position += scalar == ">" ? 0 : 1 }
                guard take(">") else { throw malformed("invalid group name") }
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

    private mutating func literal(_ scalar: UInt32) -> RegexTree {
        guard ignoreCase else { return .scalar(scalar) }
        var both = ScalarClass(ranges: [scalar...scalar])
        both.ignoreCase()
        return both.ranges.count == 1 ? .scalar(scalar) : add(both)
    }

    private mutating func add(_ scalarClass: ScalarClass) -> RegexTree {
        classes.append(scalarClass)
        return .oneOf(classes.count - 1)
    }

    // MARK: Escapes and classes

    private mutating func escape() throws(EvaluationError) -> RegexTree {
        guard let scalar = current else { throw malformed("\\ at end of pattern") }
        switch scalar {
        case "b":
            position += 1
            return .wordBoundary
        case "B":
            position += 1
            return .notWordBoundary
        case "1"..."9":
            var number = 0
            let start = position
            while let digit = current.flatMap({ Character($0).wholeNumberValue }), number < 1000 {
                number = number * 10 + digit
                position += 1
            }
            if number <= max(groupCount, names.count, totalGroups) { return .backreference(number) }
            position = start + 1
            return literal(scalar.value)
        case "k" where !names.isEmpty:
            position += 1
            guard take("<"), let end = scalars[position...].firstIndex(of: ">") else {
                throw malformed("invalid named reference")
            }
            let name = String(String.UnicodeScalarView(scalars[position..<end]))
            guard let index = names[name] else { throw malformed("invalid named capture referenced") }
            position = end + 1
            return .backreference(index)
        default:
            if let shorthand = shorthand(scalar) {
                position += 1
                return add(shorthand)
            }
            return literal(try escapedScalar())
        }
    }

    private var totalGroups: Int {
        var count = 0
        var copy = self
        copy.collectNames(&count)
        return count
    }

    private func shorthand(_ scalar: Unicode.Scalar) -> ScalarClass? {
        var result: ScalarClass
        switch scalar {
        case "d", "D": result = .digits
        case "w", "W": result = .word
        case "s", "S": result = .blanks
        default: return nil
        }
        result.isNegated = scalar == "D" || scalar == "W" || scalar == "S"
        return result
    }

    private mutating func escapedScalar() throws(EvaluationError) -> UInt32 {
        guard let scalar = current else { throw malformed("\\ at end of pattern") }
        position += 1
        switch scalar {
        case "n": return 0x0A
        case "r": return 0x0D
        case "t": return 0x09
        case "v": return 0x0B
        case "f": return 0x0C
        case "0": return 0
        case "x": return hexadecimal(digits: 2) ?? scalar.value
        case "u": return hexadecimal(digits: 4) ?? scalar.value
        case "c":
            guard let letter = current, letter.isASCII, letter.properties.isAlphabetic else { return 0x5C }
            position += 1
            return letter.value % 32
        default: return scalar.value
        }
    }

    private mutating func hexadecimal(digits: Int) -> UInt32? {
        guard position + digits <= scalars.count else { return nil }
        let text = String(String.UnicodeScalarView(scalars[position..<position + digits]))
        guard text.allSatisfy(\.isHexDigit), let value = UInt32(text, radix: 16) else { return nil }
        position += digits
        return value
    }

    private mutating func characterClass() throws(EvaluationError) -> RegexTree {
        var result = ScalarClass()
        result.isNegated = take("^")
        while true {
            guard let scalar = current else { throw malformed("unterminated character class") }
            if scalar == "]" {
                position += 1
                break
            }
            guard let low = try classMember(&result) else { continue }
            if current == "-", let next = peek(1), next != "]" {
                position += 1
                if let high = try classMember(&result) {
                    guard low <= high else { throw malformed("range out of order in character class") }
                    result.insert(low...high)
                } else {
                    result.insert(low...low)
                    result.insert(0x2D...0x2D)
                }
            } else {
                result.insert(low...low)
            }
        }
        if ignoreCase { result.ignoreCase() }
        return add(result)
    }

    /// One member of a class, or `nil` where it was a class itself, which is then put in.
    private mutating func classMember(_ result: inout ScalarClass) throws(EvaluationError) -> UInt32? {
        guard let scalar = current else { throw malformed("unterminated character class") }
        position += 1
        guard scalar == "\\" else { return scalar.value }
        guard let escaped = current else { throw malformed("\\ at end of pattern") }
        if let other = shorthand(escaped) {
            position += 1
            result.insert(other, complement: other.isNegated)
            return nil
        }
        if escaped == "b" {
            position += 1
            return 0x08
        }
        return try escapedScalar()
    }
}
