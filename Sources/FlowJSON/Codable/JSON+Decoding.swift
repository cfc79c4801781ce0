public import FlowDiagnostics

extension JSON {
    /// Makes a Swift value of this one by its `Decodable` conformance.
    ///
    /// - Throws: a diagnostic with the JSON pointer of the field that is missing or of the wrong type.
    public func decode<Value: Decodable>(
        _ type: Value.Type = Value.self,
        file: String? = nil
    ) throws(Diagnostic) -> Value {
        do {
            return try ValueDecoder(value: self, place: .root).decode(type)
        } catch var diagnostic as Diagnostic {
            diagnostic.location.file = diagnostic.location.file ?? file
            throw diagnostic
        } catch let error as DecodingError {
            throw Self.diagnostic(for: error, file: file)
        } catch {
            throw Diagnostic(code: .wrongValue, message: "\(error)", location: TextLocation(file: file, pointer: ""))
        }
    }

    /// The diagnostic for an error that an `init(from:)` of the caller threw.
    private static func diagnostic(for error: DecodingError, file: String?) -> Diagnostic {
        let (keys, code, message): ([any CodingKey], Diagnostic.Code, String) =
            switch error {
            case .keyNotFound(let key, let context):
                (context.codingPath + [key], .missingField, "\(CodingPlace.name(of: [key])) is missing")
            case .typeMismatch(_, let context), .valueNotFound(_, let context):
                (context.codingPath, .wrongType, context.debugDescription)
            case .dataCorrupted(let context): (context.codingPath, .wrongValue, context.debugDescription)
            @unknown default: ([], .wrongValue, "\(error)")
            }
        let named = keys.isEmpty || message.contains("\"") ? message : "\(CodingPlace.name(of: keys)): \(message)"
        let location = TextLocation(file: file, pointer: CodingPlace.pointer(of: keys))
        return Diagnostic(code: code, message: named, location: location)
    }
}

extension Diagnostic.Code {
    /// A field that has to be there is not.
    package static let missingField: Self = "J20"
    /// A field's value is of another kind than it has to be.
    package static let wrongType: Self = "J21"
    /// A field's value is of the right kind, but not one that can be used.
    package static let wrongValue: Self = "J22"
}
