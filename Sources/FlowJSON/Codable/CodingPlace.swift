import FlowDiagnostics

/// Where in a value a decoder or an encoder is: a list of keys from the innermost one outwards.
indirect enum CodingPlace {
    case root
    case member(any CodingKey, of: CodingPlace)

    /// The keys from the outermost one inwards.
    var keys: [any CodingKey] {
        var keys: [any CodingKey] = []
        var place = self
        while case .member(let key, let outer) = place {
            keys.append(key)
            place = outer
        }
        return keys.reversed()
    }

    func location(file: String?) -> TextLocation { .init(file: file, pointer: Self.pointer(of: keys)) }

    /// The innermost field's name with what follows it, quoted: `"regions[3]"`; `The value` at the root.
    var name: String { Self.name(of: keys) }

    static func name(of keys: [any CodingKey]) -> String {
        guard !keys.isEmpty else { return "The value" }
        var name = ""
        for key in keys.reversed() {
            guard let position = key.intValue else {
                name = key.stringValue + name
                break
            }
            name = "[\(position)]" + name
        }
        return "\"\(name)\""
    }

    static func pointer(of keys: [any CodingKey]) -> String {
        keys.map { "/" + JSONPointer.escape($0.stringValue) }.joined()
    }
}

/// The key of an array's element.
struct PositionKey: CodingKey {
    let intValue: Int?
    var stringValue: String { intValue.map(String.init) ?? "" }

    init(_ position: Int) { intValue = position }
    init?(intValue: Int) { self.init(intValue) }
    init?(stringValue: String) { nil }
}

/// The key of any member.
struct NameKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(_ name: String) { stringValue = name }
    init?(intValue: Int) { nil }
    init?(stringValue: String) { self.init(stringValue) }
}
