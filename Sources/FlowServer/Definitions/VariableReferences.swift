import FlowJSON

/// Which variables the states of a definition read.
///
/// `{"Summate": ["bias", "x"]}`: the states that read any, inner ones included, each with the names in order.
enum VariableReferences {
    /// The references of a definition.
    static func of(_ definition: JSON) -> JSONObject {
        var assigned: Set<String> = []
        eachState(of: definition) { _, state in
            for part in [state] + (state["Choices"]?.arrayValue ?? []) + (state["Catch"]?.arrayValue ?? []) {
                for name in part["Assign"]?.objectValue?.keys ?? [] {
                    assigned.insert(name.hasSuffix(".$") ? String(name.dropLast(2)) : name)
                }
            }
        }
        var references = JSONObject()
        let language = definition["QueryLanguage"]?.stringValue
        eachState(of: definition) { name, state in
            let isJSONata = (state["QueryLanguage"]?.stringValue ?? language) == "JSONata"
            var names: Set<String> = []
            collect(state, key: "", isJSONata: isJSONata, assigned: assigned, into: &names)
            if !names.isEmpty { references[name] = .array(names.sorted().map(JSON.string)) }
        }
        return references
    }

    /// The states of a machine and of the machines in it, each without those.
    private static func eachState(of machine: JSON, _ body: (String, JSON) -> Void) {
        for (name, state) in machine["States"]?.objectValue ?? [:] {
            guard case .object(var own) = state else { continue }
            let inner =
                [own["ItemProcessor"], own["Iterator"]].compactMap(\.self) + (own["Branches"]?.arrayValue ?? [])
            for key in ["ItemProcessor", "Iterator", "Branches"] { own[key] = nil }
            body(name, .object(own))
            for machine in inner { eachState(of: machine, body) }
        }
    }

    private static func collect(
        _ value: JSON,
        key: String,
        isJSONata: Bool,
        assigned: Set<String>,
        into names: inout Set<String>
    ) {
        switch value {
        case .object(let object):
            for (key, value) in object {
                collect(value, key: key, isJSONata: isJSONata, assigned: assigned, into: &names)
            }
        case .array(let elements):
            for element in elements {
                collect(element, key: key, isJSONata: isJSONata, assigned: assigned, into: &names)
            }
        case .string(let text) where isJSONata:
            guard text.hasPrefix("{%"), text.hasSuffix("%}") else { return }
            names.formUnion(readNames(in: text, quotes: "\"'`").filter { assigned.contains($0) })
        case .string(let text):
            guard key.hasSuffix(".$") || key.hasSuffix("Path") || key == "Variable" else { return }
            names.formUnion(readNames(in: text, quotes: "'"))
        default: return
        }
    }

    /// The names behind single dollar signs that are neither in quotes nor called.
    private static func readNames(in text: String, quotes: String) -> Set<String> {
        let scalars = Array(text.unicodeScalars)
        let quotes = Set(quotes.unicodeScalars)
        var names: Set<String> = []
        var position = 0
        while position < scalars.count {
            let scalar = scalars[position]
            position += 1
            if quotes.contains(scalar) {
                while position < scalars.count, scalars[position] != scalar {
                    position += scalars[position] == "\\" ? 2 : 1
                }
                position += 1
                continue
            }
            guard scalar == "$" else { continue }
            let start = position
            while position < scalars.count, isNamePart(scalars[position], isFirst: position == start) { position += 1 }
            if start == position {
                // `$$` is the context object, whatever follows.
                while position < scalars.count, scalars[position] == "$" { position += 1 }
                continue
            }
            if position < scalars.count, scalars[position] == "(" { continue }
            var name = String.UnicodeScalarView()
            name.append(contentsOf: scalars[start..<position])
            if String(name) != "states" { names.insert(String(name)) }
        }
        return names
    }

    private static func isNamePart(_ scalar: Unicode.Scalar, isFirst: Bool) -> Bool {
        scalar == "_" || (isFirst ? scalar.properties.isIDStart : scalar.properties.isIDContinue)
    }
}
