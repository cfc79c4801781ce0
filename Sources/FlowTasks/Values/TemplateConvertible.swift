public import FlowJSON

/// Something that can stand in a task's input as JSON: a literal or a reference.
public protocol TemplateConvertible {
    /// JSON with `{% … %}` where the value is known only at run time.
    var asTemplate: JSON { get }
}

extension Value: TemplateConvertible {
    /// The value as ASL holds it.
    public var asTemplate: JSON { template }
}
extension String: TemplateConvertible {
    /// The text, quoted where it would be read as an expression.
    public var asTemplate: JSON { JSONataSource.quoted(.string(self)) }
}
extension Int: TemplateConvertible {
    /// The number.
    public var asTemplate: JSON { .integer(Int64(self)) }
}
extension Double: TemplateConvertible {
    /// The number.
    public var asTemplate: JSON { .double(self) }
}
extension Bool: TemplateConvertible {
    /// The truth value.
    public var asTemplate: JSON { .bool(self) }
}
extension JSON: TemplateConvertible {
    /// The value, with its texts quoted where they would be read as expressions.
    public var asTemplate: JSON { JSONataSource.quoted(self) }
}
extension Array: TemplateConvertible where Element == any TemplateConvertible {
    /// The elements' templates.
    public var asTemplate: JSON { .array(map(\.asTemplate)) }
}
extension Dictionary: TemplateConvertible where Key == String, Value == any TemplateConvertible {
    /// The members' templates, in the order of their keys.
    public var asTemplate: JSON {
        .object(
            sorted { $0.key < $1.key }
                .reduce(into: JSONObject()) { object, member in object[member.key] = member.value.asTemplate }
        )
    }
}
