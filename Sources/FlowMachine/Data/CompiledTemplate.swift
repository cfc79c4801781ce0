import FlowDiagnostics
import FlowJSON
import StatesLanguage

/// A payload template or a JSONata template, ready to be filled in.
indirect enum CompiledTemplate: Sendable {
    case literal(JSON)
    /// A path; the field is its key as written, for causes.
    case path(CompiledPath, field: String)
    case intrinsic(CompiledCall)
    case expression(CompiledExpression)
    case array([CompiledTemplate])
    /// The members; the shape is there where no name stands twice.
    case object([(name: String, value: CompiledTemplate)], JSONShape?)

    /// Compiles a template.
    ///
    /// - Parameters:
    ///   - location: the place of the template, such as `Output`.
    ///   - key: the last key before the template, for causes of JSONPath.
    init(
        _ template: Template,
        at location: FieldLocation,
        key: String,
        in names: VariableNames
    ) throws(Diagnostic) {
        switch template {
        case .literal(let value): self = .literal(value)
        case .path(let text): self = .path(try CompiledPath(text, in: names), field: key)
        case .intrinsic(let call): self = .intrinsic(try CompiledCall(call, in: names))
        case .expression(let text): self = .expression(try CompiledExpression(text, at: location, in: names))
        case .array(let elements):
            var compiled: [CompiledTemplate] = []
            for (index, element) in elements.enumerated() {
                compiled.append(try CompiledTemplate(element, at: location.element(index), key: key, in: names))
            }
            self = .array(compiled)
        case .object(let members):
            var compiled: [(name: String, value: CompiledTemplate)] = []
            for member in members {
                let value = try CompiledTemplate(
                    member.value,
                    at: location.member(member.name),
                    key: member.name + ".$",
                    in: names
                )
                compiled.append((member.name, value))
            }
            let names = compiled.map(\.name)
            self = .object(compiled, Set(names.map { JSONKey($0) }).count == names.count ? JSONShape(names) : nil)
        }
    }

    var readsContext: Bool {
        switch self {
        case .literal: false
        case .path(let path, _): path.readsContext
        case .intrinsic(let call): call.readsContext
        case .expression(let expression): expression.readsContext
        case .array(let elements): elements.contains { $0.readsContext }
        case .object(let members, _): members.contains { $0.value.readsContext }
        }
    }

    /// The template with its parts filled in.
    func value(in view: DataView) throws(Fault) -> JSON {
        switch self {
        case .literal(let value): return value
        case .path(let path, let field): return try path.templateValue(of: field, in: view)
        case .intrinsic(let call): return try call.value(in: view)
        case .expression(let expression): return try expression.value(in: view)
        case .array(let elements):
            var values: [JSON] = []
            values.reserveCapacity(elements.count)
            for element in elements { values.append(try element.value(in: view)) }
            return .array(values)
        case .object(let members, let shape?):
            var values: [JSON] = []
            values.reserveCapacity(members.count)
            for member in members { values.append(try member.value.value(in: view)) }
            return .object(JSONObject(shape: shape, values: values))
        case .object(let members, nil):
            var object = JSONObject()
            for member in members { object[member.name] = try member.value.value(in: view) }
            return .object(object)
        }
    }
}
