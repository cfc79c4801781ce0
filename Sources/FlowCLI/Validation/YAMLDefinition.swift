import FlowDiagnostics
import FlowJSON
import StatesLanguage
import Yams

/// A definition in YAML, with the places of its values in the text.
///
/// Plain words are read as JSON reads them: `true`, `false`, `null` and numbers; everything else, dates and `yes` too,
/// is a text.
struct YAMLDefinition {
    private let file: String
    private var places: [String: (line: Int, column: Int)] = [:]
    /// How many values may still be made, since an alias can stand for many.
    private var budget = 2_000_000
    private var problems: [Diagnostic] = []

    /// How deep values may be nested, as in JSON.
    private static let depthLimit = 512

    /// Everything that is wrong with a text, each with its line and column.
    static func diagnostics(
        of text: String,
        file: String,
        executionType: ItemProcessor.ExecutionType
    ) -> [Diagnostic] {
        if let tooLarge = StateMachineDefinition.tooLarge(text, file: file) { return [tooLarge] }
        if isNestedTooDeeply(text) { return [malformed("it is nested more than \(depthLimit) levels deep", file)] }
        do {
            guard let root = try compose(yaml: text) else { return [malformed("it holds no value", file)] }
            var definition = YAMLDefinition(file: file)
            let json = definition.value(of: root, at: "", depth: 0)
            if !definition.problems.isEmpty { return definition.problems }
            return StateMachineDefinition.decode(json, executionType: executionType).diagnostics.map(definition.placed)
        } catch {
            return [diagnostic(for: error, file)]
        }
    }

    private init(file: String) { self.file = file }

    // MARK: Values

    private mutating func value(of node: Node, at pointer: String, depth: Int) -> JSON {
        if places[pointer] == nil { note(node, at: pointer) }
        budget -= 1
        guard budget > 0, depth <= Self.depthLimit else {
            let problem =
                budget > 0 ? "it is nested more than \(Self.depthLimit) levels deep" : "its aliases make too much of it"
            if problems.isEmpty { problems.append(Self.malformed(problem, file)) }
            return .null
        }
        if let mapping = node.mapping {
            var object = JSONObject()
            for (key, member) in mapping {
                guard problems.isEmpty else { break }
                let name = key.scalar?.string ?? ""
                let place = "\(pointer)/\(JSONPointer.escape(name))"
                note(key, at: place)
                object[name] = value(of: member, at: place, depth: depth + 1)
            }
            return .object(object)
        }
        if let sequence = node.sequence {
            var elements: [JSON] = []
            for (index, element) in sequence.enumerated() {
                guard problems.isEmpty else { break }
                elements.append(value(of: element, at: "\(pointer)/\(index)", depth: depth + 1))
            }
            return .array(elements)
        }
        return node.scalar.map(Self.value) ?? .null
    }

    private static func value(of scalar: Node.Scalar) -> JSON {
        let text = scalar.string
        guard scalar.style == .plain || scalar.style == .any else { return .string(text) }
        switch text {
        case "", "~", "null", "Null", "NULL": return .null
        case "true", "True", "TRUE": return .bool(true)
        case "false", "False", "FALSE": return .bool(false)
        default: break
        }
        guard let first = text.utf8.first, first == UInt8(ascii: "-") || UInt8(ascii: "0")...UInt8(ascii: "9") ~= first
        else { return .string(text) }
        // What JSON reads as no number is a text, such as a date.
        return (try? JSON(parsing: text)) ?? .string(text)
    }

    private mutating func note(_ node: Node, at pointer: String) {
        guard let mark = node.mark else { return }
        places[pointer] = (mark.line, mark.column)
    }

    /// A diagnostic with the line and the column of its pointer, or of the nearest value around it.
    private func placed(_ diagnostic: Diagnostic) -> Diagnostic {
        var placed = diagnostic
        placed.location.file = file
        var pointer = diagnostic.location.pointer ?? ""
        while places[pointer] == nil, let slash = pointer.lastIndex(of: "/") { pointer = String(pointer[..<slash]) }
        (placed.location.line, placed.location.column) = (places[pointer]?.line ?? 1, places[pointer]?.column ?? 1)
        return placed
    }

    // MARK: Problems

    /// Whether brackets or dashes are nested so deep that reading them would take too much of the stack.
    private static func isNestedTooDeeply(_ text: String) -> Bool {
        var brackets = 0
        var deepest = 0
        var dashes = 0
        var isBeginning = true
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "["), UInt8(ascii: "{"): brackets += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"): brackets = max(0, brackets - 1)
            default: break
            }
            if byte == 0x0A {
                (dashes, isBeginning) = (0, true)
            } else if isBeginning, byte == UInt8(ascii: "-") || byte == UInt8(ascii: "?") {
                dashes += 1
            } else if byte != 0x20 {
                isBeginning = false
            }
            deepest = max(deepest, brackets, dashes)
        }
        return deepest > depthLimit
    }

    private static func malformed(_ problem: String, _ file: String, line: Int? = nil, column: Int? = nil) -> Diagnostic
    {
        Diagnostic(
            code: .invalidJSON,
            message: "This is no YAML: \(problem).",
            location: TextLocation(file: file, line: line, column: column)
        )
    }

    private static func diagnostic(for error: any Error, _ file: String) -> Diagnostic {
        switch error as? YamlError {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            return malformed(problem, file, line: mark.line, column: mark.column)
        case .duplicatedKeysInMapping(let keys, let context):
            return Diagnostic(
                code: .duplicateKey,
                message: "The object has the key \"\(keys.joined(separator: "\", \""))\" twice.",
                location: TextLocation(file: file, line: context.mark.line, column: context.mark.column),
                hint: "Only the last one counts; keep the one that is meant."
            )
        case .reader(let problem, _, _, _): return malformed(problem, file)
        case .some, .none: return malformed("\(error)", file)
        }
    }
}
