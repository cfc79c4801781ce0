/// A place inside a state, as AWS names it in causes and history: `Output/a/b[0]`, `Choices[1]/Condition`.
package struct FieldLocation: Hashable, Sendable, CustomStringConvertible {
    /// The place as it is printed.
    package let description: String

    /// The place of a field of the state.
    package init(_ field: String) { description = field }

    /// The place of a member of the object here.
    package func member(_ name: String) -> FieldLocation { FieldLocation("\(description)/\(name)") }

    /// The place of an element of the list here.
    package func element(_ index: Int) -> FieldLocation { FieldLocation("\(description)[\(index)]") }
}

extension Template {
    /// Calls `body` for every path, intrinsic call and expression with its place, in order.
    ///
    /// - Parameter location: the place of the template itself, such as `Arguments`.
    package func forEachDynamicPart(
        at location: FieldLocation,
        _ body: (_ part: Template, _ location: FieldLocation) throws -> Void
    ) rethrows {
        switch self {
        case .literal: break
        case .path, .intrinsic, .expression: try body(self, location)
        case .array(let elements):
            for (index, element) in elements.enumerated() {
                try element.forEachDynamicPart(at: location.element(index), body)
            }
        case .object(let members):
            for member in members {
                try member.value.forEachDynamicPart(at: location.member(member.name), body)
            }
        }
    }
}
