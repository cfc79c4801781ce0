import FlowJSON

/// Breaks a definition a little, somewhere: a member is lost, a name is misspelled, a value is of another type.
struct Breakage {
    var random: RandomNumbers

    /// The definition with one place changed.
    mutating func broken(_ value: JSON) -> JSON {
        switch value {
        case .object(let object) where !object.isEmpty:
            let members = Array(object)
            let position = random.number(0...members.count - 1)
            let isHere = random.chance(4)
            let change = random.number(0...2)
            var result = JSONObject()
            for (offset, member) in members.enumerated() {
                guard offset == position else {
                    result[member.key] = member.value
                    continue
                }
                switch (isHere, change) {
                case (false, _): result[member.key] = broken(member.value)
                case (true, 0): break
                case (true, 1): result[String(member.key.dropLast())] = member.value
                default: result[member.key] = random.pick([nil, 7, "x", [], [:], -1, 1.5, true] as [JSON])
                }
            }
            return .object(result)
        case .array(var elements) where !elements.isEmpty:
            let position = random.number(0...elements.count - 1)
            if random.chance(4) {
                elements.remove(at: position)
            } else {
                elements[position] = broken(elements[position])
            }
            return .array(elements)
        case .string(let text): return .string(misspelled(text))
        case .integer(let number): return .integer(random.pick([-number, 0, number + 1, .max]))
        default: return random.pick([nil, 7, "x"])
        }
    }

    private mutating func misspelled(_ text: String) -> String {
        guard !text.isEmpty else { return "x" }
        var characters = Array(text)
        let position = random.number(0...characters.count - 1)
        switch random.number(0...2) {
        case 0: characters.remove(at: position)
        case 1: characters[position] = random.pick(["$", "x", "(", "'", "{", ".", "%", " "])
        default: characters.insert(random.pick(["$", "[", ")", "*", "}", "1"]), at: position)
        }
        return String(characters)
    }
}
