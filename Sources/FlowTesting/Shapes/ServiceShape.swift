import FlowDiagnostics
import FlowJSON

/// What a service's operation answers, to judge a mocked result by.
struct ServiceShape: Sendable {
    /// All shapes of the service.
    private let shapes: [JSON]
    private let root: JSON
    private let anything: Set<String>

    /// The shape of what a Task state's resource gives, or `nil` where it is not known.
    static func response(of resource: String) -> ServiceShape? {
        guard let call = IntegrationCall(resource: resource), let text = texts[call.service] else { return nil }
        // `try?`: the table is ours, and a service that cannot be read would be one without a shape.
        guard let service = try? JSON(parsing: text), let root = service["o"]?[call.operation] else { return nil }
        return ServiceShape(shapes: service["s"]?.arrayValue ?? [], root: root, anything: call.anything)
    }

    /// What does not fit, in AWS's words, or `nil`.
    func mismatch(with value: JSON, mode: FieldValidationMode) -> String? {
        guard mode != .off else { return nil }
        return mismatch(of: value, root, field: "", mode: mode, isTop: true)
    }

    private func mismatch(
        of value: JSON,
        _ reference: JSON,
        field: String,
        mode: FieldValidationMode,
        isTop: Bool = false
    ) -> String? {
        if case .string(let leaf) = reference { return Leaf(leaf).mismatch(of: value, field: field) }
        guard let shape = reference.integerValue.flatMap({ shapes.indices.contains(Int($0)) ? shapes[Int($0)] : nil })
        else { return nil }
        if let values = shape["e"]?.arrayValue {
            guard case .string = value else { return "Field '\(field)' must be a string" }
            return values.contains(value) ? nil : "Field '\(field)' is not an expected value"
        }
        if let element = shape["l"] {
            guard case .array(let elements) = value else { return "Field '\(field)' must be an array" }
            if let bounds = shape["b"]?.stringValue,
                let mismatch = Leaf("s" + bounds).mismatch(ofLength: elements.count, field: field)
            {
                return mismatch
            }
            for value in elements {
                if let mismatch = mismatch(of: value, element, field: field, mode: mode) { return mismatch }
            }
            return nil
        }
        guard case .object(let object) = value else {
            return isTop ? "Mocked result must be an object" : "Field '\(field)' must be an object"
        }
        if let element = shape["v"] {
            for (name, value) in object {
                if let mismatch = mismatch(of: value, element, field: name, mode: mode) { return mismatch }
            }
            return nil
        }
        return mismatch(of: object, members: shape, mode: mode, isTop: isTop)
    }

    private func mismatch(
        of object: JSONObject,
        members shape: JSON,
        mode: FieldValidationMode,
        isTop: Bool
    ) -> String? {
        if mode == .strict {
            for name in shape["r"]?.arrayValue ?? [] {
                guard let name = name.stringValue, object[name] == nil else { continue }
                return "Required field '\(name)' is missing"
            }
        }
        for (name, value) in object {
            guard let member = shape["m"]?[name], !(isTop && anything.contains(name)), !value.isNull else { continue }
            if let mismatch = mismatch(of: value, member, field: name, mode: mode) { return mismatch }
        }
        return nil
    }
}

/// A value without parts, such as `s1:64`: a text of 1 to 64 characters.
private struct Leaf {
    let kind: Character
    var least: Double?
    var most: Double?

    init(_ text: String) {
        kind = text.first ?? "d"
        let bounds = text.dropFirst().split(separator: ":", omittingEmptySubsequences: false)
        least = bounds.first.flatMap { Double($0) }
        most = bounds.count > 1 ? Double(bounds[1]) : nil
    }

    func mismatch(of value: JSON, field: String) -> String? {
        switch kind {
        case "s", "a":
            guard case .string(let text) = value else { return "Field '\(field)' must be a string" }
            return mismatch(ofLength: text.unicodeScalars.count, field: field)
        case "t":
            // A time is a text, or seconds.
            switch value {
            case .string, .integer, .double: return nil
            default: return "Field '\(field)' must be a string"
            }
        case "b": return value.boolValue == nil ? "Field '\(field)' must be a boolean" : nil
        case "n":
            guard let number = value.doubleValue else { return "Field '\(field)' must be a number" }
            if let least, number < least { return "Field '\(field)' is less than the minimum value" }
            if let most, number > most { return "Field '\(field)' exceeds the maximum value" }
            return nil
        default: return nil
        }
    }

    func mismatch(ofLength length: Int, field: String) -> String? {
        if let least, Double(length) < least { return "Field '\(field)' is smaller than the minimum length" }
        if let most, Double(length) > most { return "Field '\(field)' exceeds the maximum length" }
        return nil
    }
}
