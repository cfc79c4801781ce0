import FlowJSON
import FlowStore
import StatesLanguage

/// Reads the members of a document that an earlier process wrote.
struct DocumentReader {
    /// What it is, for messages: such as `state machine arn:…`.
    let name: String
    private let object: JSONObject

    /// The newest form that is written and read; an older one is read too, where there is one.
    static let form: Int64 = 1

    /// - Throws: where the document is no object, or of a form that this flow-task doesn't know.
    init(_ document: JSON, name: String) throws(StoreError) {
        self.name = name
        guard let object = document.objectValue, let form = object["form"]?.integerValue else {
            throw StoreError(.damaged, "The store's document of the \(name) is damaged: it tells no form.")
        }
        guard form <= Self.form else {
            throw StoreError(
                .newerVersion,
                "The store's document of the \(name) was written by a newer flow-task (form \(form)); this one reads "
                    + "forms up to \(Self.form)."
            )
        }
        self.object = object
    }

    /// The members of a part of the same document.
    private init(_ object: JSONObject, of name: String) {
        self.object = object
        self.name = name
    }

    func text(_ key: String) throws(StoreError) -> String { try member(key, \.stringValue) }

    func optionalText(_ key: String) -> String? { object[key]?.stringValue }

    func number(_ key: String) throws(StoreError) -> Int { Int(try member(key, \.integerValue)) }

    func moment(_ key: String) throws(StoreError) -> Timestamp {
        Timestamp(milliseconds: try member(key, \.integerValue))
    }

    func flag(_ key: String) throws(StoreError) -> Bool { try member(key, \.boolValue) }

    func structure(_ key: String) throws(StoreError) -> JSONObject { try member(key, \.objectValue) }

    /// The parts of a list, each an object.
    func parts(_ key: String) throws(StoreError) -> [DocumentReader] {
        try member(key, \.arrayValue).map { (part) throws(StoreError) in
            guard let object = part.objectValue else { throw damage(key) }
            return DocumentReader(object, of: name)
        }
    }

    /// The type of a state machine.
    func type() throws(StoreError) -> StateMachineType {
        guard let type = StateMachineType(rawValue: try text("type")) else { throw damage("type") }
        return type
    }

    private func member<Value>(_ key: String, _ read: (JSON) -> Value?) throws(StoreError) -> Value {
        guard let value = object[key].flatMap(read) else { throw damage(key) }
        return value
    }

    private func damage(_ key: String) -> StoreError {
        StoreError(.damaged, "The store's document of the \(name) is damaged: its \"\(key)\" cannot be read.")
    }
}
