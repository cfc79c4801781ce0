import FlowDiagnostics
import FlowJSON

/// Reads the fields of one object; what is wrong with them goes to the reading, and the field counts as absent.
struct FieldReader {
    let fields: JSONObject
    let pointer: String
    let language: QueryLanguage
    /// The index of the state that the object belongs to.
    let state: Int
    let reading: Reading

    func pointer(to field: String) -> String { "\(pointer)/\(JSONPointer.escape(field))" }

    /// A reader of an inner object.
    func reader(of fields: JSONObject, at pointer: String) -> FieldReader {
        FieldReader(fields: fields, pointer: pointer, language: language, state: state, reading: reading)
    }

    func wrongType(_ field: String, _ value: JSON, shouldBe expected: String) {
        reading.report(
            .wrongType,
            "\"\(field)\" should be \(expected) but is \(value.kindInWords).",
            at: pointer(to: field)
        )
    }

    func missing(_ field: String, of owner: String, code: Diagnostic.Code = .missingField) {
        reading.report(code, "\(owner) has no \"\(field)\", which it needs.", at: pointer)
    }

    // Values of one type, `nil` where the field is absent or has another type.

    func string(_ field: String) -> String? {
        value(field, "a string") { $0.stringValue }
    }

    func boolean(_ field: String) -> Bool? {
        value(field, "true or false") { $0.boolValue }
    }

    func integer(_ field: String) -> Int64? {
        value(field, "an integer") { $0.integerValue }
    }

    func number(_ field: String) -> Double? {
        value(field, "a number") { $0.doubleValue }
    }

    func object(_ field: String) -> FieldReader? {
        value(field, "an object") { $0.objectValue }.map { reader(of: $0, at: pointer(to: field)) }
    }

    func array(_ field: String) -> [JSON]? {
        value(field, "an array") { $0.arrayValue }
    }

    /// The readers of a list of objects; an element that is no object is reported and left out.
    func objects(_ field: String) -> [FieldReader]? {
        array(field)?.enumerated().compactMap { index, element in
            let place = "\(pointer(to: field))/\(index)"
            guard let fields = element.objectValue else {
                reading.report(
                    .wrongType,
                    "Element \(index) of \"\(field)\" should be an object but is \(element.kindInWords).",
                    at: place
                )
                return nil
            }
            return reader(of: fields, at: place)
        }
    }

    func strings(_ field: String) -> [String]? {
        array(field)?.enumerated().compactMap { index, element in
            if let text = element.stringValue { return text }
            reading.report(
                .wrongType,
                "Element \(index) of \"\(field)\" should be a string but is \(element.kindInWords).",
                at: "\(pointer(to: field))/\(index)"
            )
            return nil
        }
    }

    /// A text that must be one of a few.
    func oneOf(_ field: String, _ allowed: [String], code: Diagnostic.Code = .unknownValue) -> String? {
        guard let text = string(field) else { return nil }
        if allowed.contains(where: { sameBytes($0, text) }) { return text }
        reading.report(
            code,
            "\"\(field)\" is \"\(text)\", but should be one of \(allowed.inWords).",
            at: pointer(to: field),
            hint: reading.suggestion(for: text, in: allowed)
        )
        return nil
    }

    func choice<Value: RawRepresentable<String> & CaseIterable>(
        _ field: String,
        _ type: Value.Type,
        code: Diagnostic.Code = .unknownValue
    ) -> Value? {
        oneOf(field, type.allCases.map(\.rawValue), code: code).flatMap { Value(rawValue: $0) }
    }

    private func value<Value>(_ field: String, _ expected: String, _ convert: (JSON) -> Value?) -> Value? {
        guard let json = fields[field] else { return nil }
        if let value = convert(json) { return value }
        wrongType(field, json, shouldBe: expected)
        return nil
    }
}

extension [String] {
    /// `"a"`, `"b"` and `"c"`.
    var inWords: String {
        let quoted = map { "\"\($0)\"" }
        guard let last = quoted.last, count > 1 else { return quoted.joined() }
        return quoted.dropLast().joined(separator: ", ") + " and " + last
    }
}
