import FlowDiagnostics
import FlowJSON

extension JSON {
    /// The text, or `null` where there is none.
    static func optional(_ text: String?) -> JSON { text.map(JSON.string) ?? .null }
    /// The number, or `null` where there is none.
    static func optional(_ number: Int64?) -> JSON { number.map(JSON.integer) ?? .null }
}

extension SnapshotReader {
    /// The same, or `nil` where there is nothing or `null`.
    var unlessNull: SnapshotReader? {
        guard let value, !value.isNull else { return nil }
        return self
    }

    func text() throws(Diagnostic) -> String {
        guard case .string(let text)? = value else { throw mismatch("a text") }
        return text
    }

    func optionalText() throws(Diagnostic) -> String? { try unlessNull?.text() }

    func optionalInteger() throws(Diagnostic) -> Int64? { try unlessNull?.integer() }
}
