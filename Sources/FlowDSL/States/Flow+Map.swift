import FlowJSON
public import FlowTasks

/// What the body of a map or a branch gives: a state's result, or a value made of several.
public protocol BodyResult<Output> {
    /// The type of the value.
    associatedtype Output: Codable
    /// The value.
    var result: Value<Output> { get }
}

extension StateResult: BodyResult {}
extension Value: BodyResult {
    /// The value itself.
    public var result: Value<Wrapped> { self }
}

extension Flow {
    /// Adds a Map state: runs `body` for each item, and gives what it returns in the order of the items.
    ///
    /// - Parameter maxConcurrency: how many iterations run at once; 0 is as many as the engine allows, 1 one after another.
    @discardableResult
    public func map<Item, Result: BodyResult>(
        _ name: String,
        over items: Value<[Item]>,
        maxConcurrency: Int = 0,
        file: String = #fileID,
        line: UInt = #line,
        _ body: (Value<Item>) -> Result
    ) -> StateResult<[Result.Output]> {
        map(name, over: items, maxConcurrency: maxConcurrency, file: file, line: line) { item, _ in body(item) }
    }

    /// Adds a Map state whose body also takes the item's index, from 0.
    @discardableResult
    public func map<Item, Result: BodyResult>(
        _ name: String,
        over items: Value<[Item]>,
        maxConcurrency: Int = 0,
        file: String = #fileID,
        line: UInt = #line,
        _ body: (Value<Item>, Value<Int>) -> Result
    ) -> StateResult<[Result.Output]> {
        let fields: JSONObject = ["Items": items.template, "MaxConcurrency": .integer(Int64(maxConcurrency))]
        let added: StateResult<[Result.Output]> = add(name, "Map", fields, SourcePlace(file: file, line: line))
        let recorder = added.recorder
        let (sequence, item) = recorder.edit { draft in
            let item = ItemDraft(
                value: draft.names.make(for: name, holding: "Item"),
                index: draft.names.make(for: name, holding: "Index")
            )
            return (draft.addScope(of: added.state, item: item), item)
        }
        let output = recorder.inside(sequence) {
            body(Value(jsonata: "$\(item.value)"), Value(jsonata: "$\(item.index)"))
        }
        recorder.edit { $0.sequences[sequence].output = output.result.template }
        return added
    }
}
