import FlowJSON
import FlowStore
import StatesLanguage

extension Revision {
    /// The revision as the store keeps it.
    ///
    /// - Parameter type: the state machine's.
    func document(type: StateMachineType) -> JSON {
        var object: JSONObject = [
            "form": .integer(DocumentReader.form), "type": .string(type.rawValue),
            "serial": .integer(Int64(serial)), "definition": .string(definition),
            "variableReferences": .object(variableReferences), "role": .string(roleARN),
            "logging": .object(logging), "tracing": .object(tracing), "encryption": .object(encryption),
            "updated": .integer(updatedAt.milliseconds),
        ]
        object["id"] = id.map(JSON.string)
        return .object(object)
    }

    /// Reads a revision; its definition is compiled when it is first asked for.
    ///
    /// - Throws: where something is missing.
    init(_ document: JSON, key: String) throws(StoreError) {
        let reader = try DocumentReader(document, name: "revision \(key)")
        self.init(
            key: key,
            serial: try reader.number("serial"),
            id: reader.optionalText("id"),
            compiled: CompiledDefinition(text: try reader.text("definition"), type: try reader.type()),
            variableReferences: try reader.structure("variableReferences"),
            roleARN: try reader.text("role"),
            logging: try reader.structure("logging"),
            tracing: try reader.structure("tracing"),
            encryption: try reader.structure("encryption"),
            updatedAt: try reader.moment("updated")
        )
    }
}
