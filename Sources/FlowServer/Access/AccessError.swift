/// A file of keys, of a token or of a certificate cannot be used.
package struct AccessError: Error, Hashable, CustomStringConvertible {
    /// What is wrong, in one sentence without the secret.
    package let message: String

    /// The message.
    package var description: String { message }
}
