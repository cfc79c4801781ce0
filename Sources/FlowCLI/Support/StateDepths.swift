import FlowJSON

/// The states of a definition in the order of its text, and how deep each lies in maps and branches.
struct StateDepths {
    private(set) var names: [String] = []
    private var depths: [String: Int] = [:]

    init(_ definition: JSON) { add(definition, depth: 0) }

    /// 0 for a state of the machine itself.
    func depth(of name: String) -> Int { depths[name] ?? 0 }

    private mutating func add(_ machine: JSON, depth: Int) {
        for (name, state) in machine["States"]?.objectValue ?? JSONObject() {
            names.append(name)
            depths[name] = depth
            let inner = [state["ItemProcessor"], state["Iterator"]].compactMap(\.self)
            for machine in inner + (state["Branches"]?.arrayValue ?? []) { add(machine, depth: depth + 1) }
        }
    }
}
