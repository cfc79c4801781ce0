public import FlowJSON

/// Something that can stand in a task's input as JSON: a literal or a reference.
public protocol TemplateConvertible {
    /// JSON with `{% … %}` where the value is known only at run time.
    var asTemplate: JSON { get }
}

extension Value: TemplateConvertible {
    public var asTemplate: JSON { template }
}
extension String: TemplateConvertible {
    public var asTemplate: JSON { JSONataSource.quoted(.string(self)) }
}
extension Int: TemplateConvertible {
    public var asTemplate: JSON { .integer(Int64(self)) }
}
extension Double: TemplateConvertible {
    public var asTemplate: JSON { .double(self) }
}
extension Bool: TemplateConvertible {
    public var asTemplate: JSON { .bool(self) }
}
extension JSON: TemplateConvertible {
    public var asTemplate: JSON { JSONataSource.quoted(self) }
}
extension Array: TemplateConvertible where Element == any TemplateConvertible {
    public var asTemplate: JSON { .array(map(\.asTemplate)) }
}
extension Dictionary: TemplateConvertible where Key == String, Value == any TemplateConvertible {
    public var asTemplate: JSON {
        .object(
            sorted { $0.key < $1.key }
                .reduce(into: JSONObject()) { object, member in object[member.key] = member.value.asTemplate }
        )
    }
}
