import FlowJSON

/// What a value of a service's request or answer is.
enum Shape: Sendable {
    case structure(Structure)
    case list(List)
    case map(Map)

    /// A shape's name, or what a plain value is.
    enum Reference: Hashable, Sendable {
        case shape(String)
        case string
        case integer
        case number
        case boolean
        case blob
        case timestamp(TimeFormat?)
    }

    /// How a moment is written.
    enum TimeFormat: String, Sendable {
        case unix = "u"
        case iso8601 = "o"
        case http = "h"
    }

    struct Structure: Sendable {
        let members: [Member]
        let required: [String]
        /// The member that is the whole body.
        let payload: String?
    }

    struct Member: Sendable {
        let name: String
        let reference: Reference
        /// Where it stands, unless it is in the body: `uri`, `querystring`, `header`, `headers`, `statusCode`.
        let location: String
        /// Its name on the wire.
        let wireName: String
        let isFlattened: Bool
    }

    struct List: Sendable {
        let element: Reference
        let wireName: String
        let isFlattened: Bool
    }

    struct Map: Sendable {
        let value: Reference
        let keyName: String
        let valueName: String
        let isFlattened: Bool
    }

    init?(_ json: JSON) {
        switch json[0]?.stringValue {
        case "L":
            guard let element = Reference(json[1]) else { return nil }
            self = .list(
                List(element: element, wireName: json.text(2, or: "member"), isFlattened: json.text(3) == "f")
            )
        case "M":
            guard let value = Reference(json[1]) else { return nil }
            self = .map(
                Map(
                    value: value,
                    keyName: json.text(2, or: "key"),
                    valueName: json.text(3, or: "value"),
                    isFlattened: json.text(4) == "f"
                )
            )
        default:
            guard let members = json["m"]?.objectValue else { return nil }
            self = .structure(
                Structure(
                    members: members.compactMap { Member($0, $1) },
                    required: json["r"]?.arrayValue?.compactMap(\.stringValue) ?? [],
                    payload: json["y"]?.stringValue
                )
            )
        }
    }
}

extension Shape.Reference {
    init?(_ json: JSON?) {
        guard let text = json?.stringValue, !text.isEmpty else { return nil }
        self =
            switch text {
            case "s": .string
            case "i": .integer
            case "d": .number
            case "b": .boolean
            case "B": .blob
            case "t": .timestamp(nil)
            case "tu": .timestamp(.unix)
            case "to": .timestamp(.iso8601)
            case "th": .timestamp(.http)
            default: .shape(text)
            }
    }
}

extension Shape.Member {
    fileprivate init?(_ name: String, _ json: JSON) {
        let isPlain = json.stringValue != nil
        guard let reference = Shape.Reference(isPlain ? json : json[0]) else { return nil }
        self.name = name
        self.reference = reference
        location = isPlain ? "" : json.text(1)
        wireName = isPlain ? name : json.text(2, or: name)
        isFlattened = !isPlain && json.text(3).contains("f")
    }

    /// The name in a state's parameters and results, as AWS's SDK for Java makes it: `MD5OfBody` is `Md5OfBody`,
    /// `eventSourceARN` is `EventSourceARN`, `NULL` is `Nul`.
    var sdkName: String {
        var letters = Array(name)
        var position = 0
        // Capitals at the beginning are one word; the last of them begins the next, where small letters follow it.
        repeat {
            letters[position] = Character(letters[position].lowercased())
            position += 1
        } while position < letters.count && letters[position].isUppercase
            && !(position + 1 < letters.count && letters[position + 1].isLowercase)
        let lowered = String(letters)
        if lowered == "null" { return "Nul" }
        return lowered.prefix(1).uppercased() + lowered.dropFirst()
    }

    /// The name in the parameters and results of optimized integrations: the service's own with a capital letter.
    var capitalizedName: String { name.prefix(1).uppercased() + name.dropFirst() }
}

extension JSON {
    fileprivate func text(_ position: Int, or other: String = "") -> String {
        guard let text = self[position]?.stringValue, !text.isEmpty else { return other }
        return text
    }
}
