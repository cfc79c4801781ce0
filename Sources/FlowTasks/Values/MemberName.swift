/// The name of the stored property behind a key path, such as `files` for `\Listing.files`.
///
/// A computed property has no name in the data; its text tells so, and the flow's compiler reports it.
package func memberName(of member: AnyKeyPath) -> String {
    let text = member.debugDescription
    guard !text.contains("<computed"), let dot = text.lastIndex(of: ".") else { return unnamedMember }
    return String(text[text.index(after: dot)...])
}

/// Stands in an expression where a reference goes to something that is no stored property.
package let unnamedMember = "<computed property>"
