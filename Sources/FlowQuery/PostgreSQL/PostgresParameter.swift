import FlowJSON
import StatesLanguage

/// Writes JSON values as the texts that a server reads as parameters.
enum PostgresParameter {
    /// The text for a parameter of a type, or `nil` for null.
    ///
    /// An array is written as an array where the parameter is one, and as JSON elsewhere; an object is JSON.
    /// A whole number that JSON holds as a double is an integer where one is wanted.
    static func text(_ value: JSON, type: UInt32, position: Int) throws -> String? {
        let text: String
        switch value {
        case .null: return nil
        case .bool(let truth): text = truth ? "true" : "false"
        case .integer(let integer): text = String(integer)
        case .double(let number):
            if PostgresType.isInteger(type), let integer = Int64(exactly: number) {
                text = String(integer)
            } else {
                text = number.description
            }
        case .string(let string): text = string
        case .array(let elements):
            if let element = PostgresType.element(ofArray: type) {
                text = try arrayText(elements, element: element, position: position)
            } else {
                text = value.text
            }
        case .object: text = value.text
        }
        guard !text.utf8.contains(0) else {
            throw TaskFailure(
                error: .sqlInvalidData,
                cause: "Parameter $\(position) holds a NUL character, which PostgreSQL's texts cannot."
            )
        }
        return text
    }

    private static func arrayText(_ elements: [JSON], element: UInt32, position: Int) throws -> String {
        let texts = try elements.map { value in
            if case .array(let inner) = value, !PostgresType.isJSON(element) {
                return try arrayText(inner, element: element, position: position)
            }
            let isJSON = PostgresType.isJSON(element) && !value.isNull
            guard let text = isJSON ? value.text : try text(value, type: element, position: position) else {
                return "NULL"
            }
            var quoted = "\""
            for scalar in text.unicodeScalars {
                if scalar == "\"" || scalar == "\\" { quoted.unicodeScalars.append("\\") }
                quoted.unicodeScalars.append(scalar)
            }
            return quoted + "\""
        }
        return "{\(texts.joined(separator: ","))}"
    }
}

/// The numbers under which PostgreSQL knows its own types.
///
/// Source: `pg_type.dat`; they never change.
enum PostgresType {
    static func isInteger(_ type: UInt32) -> Bool { [20, 21, 23, 26].contains(type) }
    static func isJSON(_ type: UInt32) -> Bool { type == 114 || type == 3802 }

    /// The type of an array type's elements, for the usual ones.
    static func element(ofArray type: UInt32) -> UInt32? { elements[type] }

    private static let elements: [UInt32: UInt32] = [
        1000: 16, 1005: 21, 1007: 23, 1016: 20, 1009: 25, 1015: 1043, 1014: 1042, 1021: 700, 1022: 701, 1231: 1700,
        2951: 2950, 1182: 1082, 1115: 1114, 1185: 1184, 1183: 1083, 199: 114, 3807: 3802, 1028: 26, 1003: 19,
    ]
}
