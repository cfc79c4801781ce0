import FlowConnections
package import FlowJSON

extension Engine {
    /// Whether a value holds no secret of a connection; such are taken out of whatever the engine keeps.
    package func isFreeOfSecrets(_ value: JSON) -> Bool { redactor.isEmpty || redactor.redact(value) == value }
}
