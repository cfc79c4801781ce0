import FlowJSON

/// An operation's input after its validation: required members are there, and every member has its type.
struct Input: Sendable {
    let object: JSONObject

    init(_ object: JSONObject) { self.object = object }

    /// The text of a required member.
    func text(_ name: String) -> String { object[name]?.stringValue ?? "" }

    func optionalText(_ name: String) -> String? { object[name]?.stringValue }

    func integer(_ name: String) -> Int? { object[name]?.integerValue.flatMap { Int(exactly: $0) } }

    func number(_ name: String) -> Double? { object[name]?.doubleValue }

    func flag(_ name: String) -> Bool? { object[name]?.boolValue }

    func structure(_ name: String) -> JSONObject? { object[name]?.objectValue }

    func list(_ name: String) -> [JSON]? { object[name]?.arrayValue }

    /// Whether only metadata is asked for.
    var wantsMetadataOnly: Bool { optionalText("includedData") == "METADATA_ONLY" }
}
