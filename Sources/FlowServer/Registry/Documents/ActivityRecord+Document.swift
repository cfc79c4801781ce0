import FlowJSON
import FlowStore
import StatesLanguage

extension ActivityRecord {
    /// The record as the store keeps it.
    var document: JSON {
        [
            "form": .integer(DocumentReader.form), "name": .string(name), "account": .string(account),
            "created": .integer(createdAt.milliseconds), "sequence": .integer(Int64(sequence)),
            "encryption": .object(encryption), "tags": .object(tags),
        ]
    }

    /// Reads a record.
    ///
    /// - Throws: where something is missing.
    init(_ document: JSON, arn: String) throws(StoreError) {
        let reader = try DocumentReader(document, name: "activity \(arn)")
        self.init(
            arn: arn,
            name: try reader.text("name"),
            account: try reader.text("account"),
            createdAt: try reader.moment("created"),
            sequence: try reader.number("sequence"),
            encryption: try reader.structure("encryption"),
            tags: try reader.structure("tags")
        )
    }
}
