import FlowDiagnostics
import FlowJSON
import StatesLanguage

/// The fields of a Map state that is run on its own, ready to be evaluated one after another.
///
/// Its iterations are never begun, so that it makes no difference where they would run.
struct InspectedMap: Sendable {
    let items: MapPlan.Items
    let hasReader: Bool
    let itemsPointer: String?
    let selector: CompiledTemplate?
    let batcher: Batcher?
    let maxConcurrency: CompiledNumber?
    let toleratedCount: CompiledNumber?
    let toleratedPercentage: CompiledPercentage?

    /// `ItemBatcher`.
    struct Batcher: Sendable {
        let input: CompiledTemplate?
        let maxItems: CompiledNumber?
        let maxBytes: CompiledNumber?
    }

    init(_ map: MapState, in names: VariableNames) throws(Diagnostic) {
        if let template = map.items {
            items = .template(try Self.compiled(template, "Items", names))
        } else if let path = map.itemsPath {
            items = .path(try CompiledPath(path, in: names))
        } else {
            items = .input
        }
        hasReader = map.itemReader != nil
        itemsPointer = map.itemReader?.configuration?.itemsPointer
        selector =
            if let selector = map.itemSelector {
                try Self.compiled(selector, "ItemSelector", names)
            } else {
                nil
            }
        batcher = if let batcher = map.itemBatcher { try Batcher(batcher, in: names) } else { nil }
        maxConcurrency = try Self.number(map.maxConcurrency, "MaxConcurrency", names)
        toleratedCount = try Self.number(map.toleratedFailureCount, "ToleratedFailureCount", names)
        toleratedPercentage =
            if let percentage = map.toleratedFailurePercentage {
                try CompiledPercentage(percentage, in: names)
            } else {
                nil
            }
    }

    fileprivate static func compiled(
        _ template: Template,
        _ field: String,
        _ names: VariableNames
    ) throws(Diagnostic) -> CompiledTemplate {
        try CompiledTemplate(template, at: FieldLocation(field), key: field, in: names)
    }

    fileprivate static func number(
        _ value: Dynamic<Int64>?,
        _ field: String,
        _ names: VariableNames
    ) throws(Diagnostic) -> CompiledNumber? {
        guard let value else { return nil }
        return try CompiledNumber(value, field: field, in: names)
    }
}

extension InspectedMap.Batcher {
    init(_ batcher: ItemBatcher, in names: VariableNames) throws(Diagnostic) {
        input =
            if let input = batcher.batchInput {
                try InspectedMap.compiled(input, "BatchInput", names)
            } else {
                nil
            }
        maxItems = try InspectedMap.number(batcher.maxItemsPerBatch, "MaxItemsPerBatch", names)
        maxBytes = try InspectedMap.number(batcher.maxInputBytesPerBatch, "MaxInputBytesPerBatch", names)
    }

    /// The inputs of the child executions.
    func batches(of items: [JSON], in view: DataView) throws(Fault) -> [JSON] {
        let most = try maxItems?.value(of: "MaxItemsPerBatch", atLeast: 1, in: view) ?? Int64.max
        let mostBytes = try maxBytes?.value(of: "MaxInputBytesPerBatch", atLeast: 1, in: view) ?? 262_144
        let shared = try input?.value(in: view)
        let sharedBytes = shared.map { $0.utf8Count + #""BatchInput":,"#.utf8.count } ?? 0
        var batches: [[JSON]] = []
        var bytes: Int64 = 0
        for item in items {
            let size = Int64(item.utf8Count) + 1
            let begins = batches.last.map { Int64($0.count) >= most || bytes + size > mostBytes } ?? true
            if begins {
                batches.append([])
                bytes = Int64(#"{"Items":[]}"#.utf8.count + sharedBytes)
            }
            batches[batches.count - 1].append(item)
            bytes += size
        }
        return batches.map { items in
            var batch = JSONObject()
            batch["BatchInput"] = shared
            batch["Items"] = .array(items)
            return .object(batch)
        }
    }
}
