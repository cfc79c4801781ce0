import FlowJSON

/// The wording of an execution's input, which AWS keeps byte for byte as long as no state touched it.
///
/// `["Hello", "World"]` stays so with its blank for the execution and its first state; what states hand on is written
/// compactly, even if it is equal.
package struct InputWording: Sendable {
    let text: String
    let value: JSON

    /// The wording of an input; `nil` where it is written compactly already, or is no JSON.
    package init?(_ text: String) {
        // What is no JSON is no input of an execution.
        guard let value = try? JSON(parsing: text), value.text != text else { return nil }
        self.text = text
        self.value = value
    }
}
