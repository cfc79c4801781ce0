import FlowJSON

/// One case of `aws-recorded`: a machine, its input and the history that AWS recorded.
struct Recording {
    let id: String
    let machineName: String
    let definition: JSON
    let input: JSON
    let history: [JSON]
    /// Texts of ours that the recording has replaced by others.
    let names: [(value: String, text: String)]
    /// Whether the order within a Parallel state is free.
    let isParallel: Bool
    /// Texts that stand for anything, as those in angle brackets do.
    let placeholders: [String]

    /// The case in a line, or `nil` where it takes more than to create a machine, to start it and to read its history.
    init?(_ json: JSON) {
        guard case .string(let id)? = json["id"], json["needs"]?.arrayValue?.isEmpty == true,
            let steps = json["steps"]?.arrayValue, let expectations = json["expect"]?.arrayValue
        else { return nil }
        let operations = steps.compactMap { $0["operation"]?.stringValue }
        guard operations.count == steps.count,
            operations == ["CreateStateMachine", "StartExecution", "GetExecutionHistory"],
            let definition = steps[0]["params"]?["definition"], let name = steps[0]["params"]?["name"]?.stringValue,
            let events = expectations.first?["recorded"]?["events"]?.arrayValue, expectations.count == 1
        else { return nil }
        self.id = id
        machineName = name
        self.definition = definition
        input = steps[1]["params"]?["input"] ?? [:]
        history = events
        isParallel = json["parallel"]?.boolValue == true
        let pairs = json["names"]?.arrayValue ?? []
        names = pairs.compactMap { pair in
            guard let value = pair["value"]?.stringValue, let text = pair["text"]?.stringValue else { return nil }
            return (value, text)
        }
        let replaced = (json["replace"]?.arrayValue ?? []).compactMap { $0[1]?.stringValue }
        let unknown = names.filter { $0.value.contains("${getExecutionHistory1") }.map(\.text)
        placeholders = (json["same"]?.arrayValue ?? []).compactMap(\.stringValue) + replaced + unknown
    }
}

extension JSON {
    /// What a step's parameter means: `{"$json": x}` is `x`, as a text of JSON is; templates are filled in.
    func unwrapped(start: String) -> JSON {
        if let inner = self["$json"] { return inner.filled(start: start) }
        if case .string(let text) = self, let parsed = try? JSON(parsing: text) { return parsed.filled(start: start) }
        return filled(start: start)
    }

    /// The value with `${account}` and the like filled in.
    private func filled(start: String) -> JSON {
        switch self {
        case .string(let text): .string(text.filled(start: start))
        case .array(let elements): .array(elements.map { $0.filled(start: start) })
        case .object(let object):
            .object(object.reduce(into: JSONObject()) { $0[$1.key] = $1.value.filled(start: start) })
        default: self
        }
    }
}

extension String {
    /// The text with its templates filled in; the execution's name is the last part of its ARN.
    func filled(start: String) -> String {
        replacing("${account}", with: "123456789012").replacing("${region}", with: "us-east-1")
            .replacing("${uid1}", with: "uid1").replacing("${uid2}", with: "uid2")
            .replacing("${startExecution1.executionArn|-1}", with: "run-of-machine")
            .replacing("${now+0}", with: start)
            .replacing("${now+2147472000}", with: "2094-12-09T09:14:00")
            .replacing("${now+2147558400}", with: "2094-12-10T09:14:00")
    }
}
