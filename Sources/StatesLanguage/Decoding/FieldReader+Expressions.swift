import FlowDiagnostics
import FlowJSON

extension FieldReader {
    func note(
        _ kind: ExpressionUse.Kind,
        _ text: String,
        at pointer: String,
        members: StatesMembers = []
    ) {
        let use = ExpressionUse(kind: kind, text: text, pointer: pointer, state: state, members: members)
        reading.expressions.append(use)
    }

    /// A path as it is written; the rules judge it.
    func path(_ field: String, _ kind: ExpressionUse.Kind = .path) -> String? {
        guard language == .jsonPath, let text = string(field) else { return nil }
        note(kind, text, at: pointer(to: field))
        return text
    }

    /// A path, or `null`.
    func selection(_ field: String, _ kind: ExpressionUse.Kind = .path) -> JSONPathIO.Selection? {
        if case .null? = fields[field] { return .null }
        return path(field, kind).map(JSONPathIO.Selection.path)
    }

    /// A value, its `Path` twin in JSONPath, or an expression in JSONata.
    func dynamic<Literal>(
        _ field: String,
        _ expected: String,
        hasTwin: Bool = true,
        _ convert: (JSON) -> Literal?
    ) -> Dynamic<Literal>? {
        let twin = field + "Path"
        if hasTwin, language == .jsonPath, fields[twin] != nil {
            if fields[field] != nil {
                reading.report(
                    .fieldAndPathTwin,
                    "\"\(field)\" and \"\(twin)\" exclude each other.",
                    at: pointer(to: twin),
                    hint: "Keep the one that is meant."
                )
            }
            return path(twin, .referencePath).map(Dynamic.path)
        }
        guard let json = fields[field] else { return nil }
        if language == .jsonata, let text = json.stringValue {
            if let expression = ExpressionText(text) {
                note(.jsonata(expression), text, at: pointer(to: field))
                return .expression(expression)
            }
            note(.jsonataText, text, at: pointer(to: field))
        }
        if let literal = convert(json) { return .literal(literal) }
        wrongType(field, json, shouldBe: language == .jsonata ? "\(expected) or a JSONata expression" : expected)
        return nil
    }

    func dynamicInteger(_ field: String) -> Dynamic<Int64>? { dynamic(field, "an integer") { $0.integerValue } }

    /// A payload template in JSONPath (an object), a JSONata template of any shape in JSONata.
    func template(_ field: String, members: StatesMembers = []) -> Template? {
        guard let json = fields[field] else { return nil }
        if language == .jsonPath, json.objectValue == nil {
            wrongType(field, json, shouldBe: "an object")
            return nil
        }
        return template(json, at: pointer(to: field), members: members)
    }

    /// The value of `Assign`: an object whose keys are variables.
    func assign(members: StatesMembers = []) -> Template? {
        guard let object = object("Assign") else { return nil }
        for key in object.fields.keys {
            let isPath = language == .jsonPath && key.hasSuffix(".$")
            let name = isPath ? String(key.dropLast(2)) : key
            reading.assignments.append(Assignment(name: name, pointer: object.pointer(to: key), state: state))
        }
        return template("Assign", members: members)
    }

    /// A text, an expression, or in JSONPath a twin with a path or a call that gives a text.
    func text(_ field: String) -> Template? {
        let twin = field + "Path"
        if language == .jsonPath, let json = fields[twin] {
            if fields[field] != nil {
                reading.report(
                    .fieldAndPathTwin,
                    "\"\(field)\" and \"\(twin)\" exclude each other.",
                    at: pointer(to: twin),
                    hint: "Keep the one that is meant."
                )
            }
            guard let text = json.stringValue else {
                wrongType(twin, json, shouldBe: "a string")
                return nil
            }
            return dynamicText(text, at: pointer(to: twin), path: .referencePath)
        }
        guard let json = fields[field] else { return nil }
        guard json.stringValue != nil else {
            wrongType(field, json, shouldBe: "a string")
            return nil
        }
        return language == .jsonata ? template(json, at: pointer(to: field), members: []) : .literal(json)
    }

    func template(_ json: JSON, at pointer: String, members: StatesMembers) -> Template {
        switch (json, language) {
        case (.string(let text), .jsonata):
            if let expression = ExpressionText(text) {
                note(.jsonata(expression), text, at: pointer, members: members)
                return .expression(expression)
            }
            note(.jsonataText, text, at: pointer)
            return .literal(json)
        case (.array(let elements), _):
            return .list(
                elements.enumerated().map { index, element in
                    template(element, at: "\(pointer)/\(index)", members: members)
                }
            )
        case (.object(let object), _):
            return .members(object.map { member($0.key, $0.value, of: object, at: pointer, members: members) })
        default: return .literal(json)
        }
    }

    private func member(
        _ key: String,
        _ value: JSON,
        of object: JSONObject,
        at pointer: String,
        members: StatesMembers
    ) -> Template.Member {
        let place = "\(pointer)/\(JSONPointer.escape(key))"
        guard language == .jsonPath, key.utf8.suffix(2).elementsEqual(".$".utf8) else {
            if language == .jsonPath, case .string(let text) = value { note(.payloadText(key: key), text, at: place) }
            return Template.Member(name: key, value: template(value, at: place, members: members))
        }
        let name = String(key.unicodeScalars.dropLast(2))
        if object[name] != nil {
            reading.report(.duplicateKey, "\"\(key)\" and \"\(name)\" both make the key \"\(name)\".", at: place)
        }
        guard case .string(let text) = value else {
            reading.report(
                .dynamicValue,
                "The value of \"\(key)\" should be a path or an intrinsic call but is \(value.kindInWords).",
                at: place,
                hint: "Leave out \".$\" to write the value itself."
            )
            return Template.Member(name: name, value: .literal(value))
        }
        return Template.Member(name: name, value: dynamicText(text, at: place, path: .path))
    }

    /// A path or an intrinsic call.
    private func dynamicText(_ text: String, at pointer: String, path: ExpressionUse.Kind) -> Template {
        if text.utf8.first == UInt8(ascii: "$") {
            note(path, text, at: pointer)
            return .path(text)
        }
        guard text.hasPrefix("States.") else {
            reading.report(
                .dynamicValue,
                "\"\(text)\" is neither a path nor an intrinsic call.",
                at: pointer,
                hint: "A path begins with \"$\", a call with \"States.\"; leave out \".$\" to write the text itself."
            )
            return .literal(.string(text))
        }
        do throws(Diagnostic) {
            let call = try IntrinsicCall(text)
            note(.intrinsic(call), text, at: pointer)
            return .intrinsic(call)
        } catch {
            reading.report(error.code, error.message, at: pointer, hint: error.hint)
            return .literal(.string(text))
        }
    }
}
