/// How strictly a mocked result is compared with what the service answers.
enum FieldValidationMode: String, Sendable {
    /// What must be there is there, and what is there fits.
    case strict = "STRICT"
    /// What is there fits.
    case present = "PRESENT"
    /// Nothing is compared.
    case off = "NONE"
}
