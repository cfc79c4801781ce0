import FlowJSON
import FlowStore
import StatesLanguage

extension StateMachineRecord {
    /// The record as the store keeps it; its revisions are documents of their own.
    var document: JSON {
        [
            "form": .integer(DocumentReader.form), "name": .string(name), "type": .string(type.rawValue),
            "account": .string(account), "created": .integer(createdAt.milliseconds),
            "sequence": .integer(Int64(sequence)), "revision": .string(revision.key),
            "versions": .array(versions.map(\.document)), "nextVersion": .integer(Int64(nextVersion)),
            "aliases": .array(aliases.map(\.document)), "tags": .object(tags), "isDeleting": .bool(isDeleting),
        ]
    }

    /// Reads a record.
    ///
    /// - Throws: where something is missing, or a revision.
    init(_ document: JSON, arn: String, revisions: [String: Revision]) throws(StoreError) {
        let reader = try DocumentReader(document, name: "state machine \(arn)")
        func revision(_ key: String) throws(StoreError) -> Revision {
            guard let revision = revisions[key] else {
                throw StoreError(.damaged, "The store has no revision \(key) of the \(reader.name).")
            }
            return revision
        }
        self.init(
            arn: arn,
            name: try reader.text("name"),
            type: try reader.type(),
            account: try reader.text("account"),
            createdAt: try reader.moment("created"),
            sequence: try reader.number("sequence"),
            revision: try revision(try reader.text("revision"))
        )
        versions = try reader.parts("versions").map { (part) throws(StoreError) in
            VersionRecord(
                number: try part.number("number"),
                description: part.optionalText("description"),
                revision: try revision(try part.text("revision")),
                createdAt: try part.moment("created"),
                sequence: try part.number("sequence")
            )
        }
        nextVersion = try reader.number("nextVersion")
        aliases = try reader.parts("aliases").map { (part) throws(StoreError) in try AliasRecord(part) }
        tags = try reader.structure("tags")
        isDeleting = try reader.flag("isDeleting")
    }
}

extension VersionRecord {
    fileprivate var document: JSON {
        var object: JSONObject = [
            "number": .integer(Int64(number)), "revision": .string(revision.key),
            "created": .integer(createdAt.milliseconds), "sequence": .integer(Int64(sequence)),
        ]
        object["description"] = description.map(JSON.string)
        return .object(object)
    }
}

extension AliasRecord {
    fileprivate var document: JSON {
        let routes = routes.map { route in
            JSON.object(["version": .integer(Int64(route.version)), "weight": .integer(Int64(route.weight))])
        }
        var object: JSONObject = [
            "name": .string(name), "routes": .array(routes), "created": .integer(createdAt.milliseconds),
            "updated": .integer(updatedAt.milliseconds), "sequence": .integer(Int64(sequence)),
        ]
        object["description"] = description.map(JSON.string)
        return .object(object)
    }

    fileprivate init(_ reader: DocumentReader) throws(StoreError) {
        self.init(
            name: try reader.text("name"),
            description: reader.optionalText("description"),
            routes: try reader.parts("routes").map { (part) throws(StoreError) in
                Route(version: try part.number("version"), weight: try part.number("weight"))
            },
            createdAt: try reader.moment("created"),
            updatedAt: try reader.moment("updated"),
            sequence: try reader.number("sequence")
        )
    }
}
