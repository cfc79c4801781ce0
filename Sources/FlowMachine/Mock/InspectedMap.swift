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
    let batcher: DistributedPlan.Batcher?
    let maxConcurrency: CompiledNumber?
    let toleratedCount: CompiledNumber?
    let toleratedPercentage: CompiledPercentage?

    init(_ map: MapState, compiledBy compiler: StateCompiler) throws(Diagnostic) {
        let plan = try compiler.mapPlan(map, start: .none)
        items = plan.items
        selector = plan.selector
        maxConcurrency = plan.maxConcurrency
        hasReader = map.itemReader != nil
        itemsPointer = map.itemReader?.configuration?.itemsPointer
        batcher = try compiler.batcher(map.itemBatcher)
        toleratedCount = try compiler.number(map.toleratedFailureCount, "ToleratedFailureCount")
        toleratedPercentage = try compiler.percentage(map.toleratedFailurePercentage)
    }
}

extension BatchTerms {
    /// The inputs of the child executions that have these items.
    func batches(of items: [JSON]) -> [JSON] {
        var batch = ItemBatch(self, payloadBytes: ExecutionLimits.aws.payloadBytes)
        var inputs: [JSON] = []
        for item in items {
            if let input = batch.add(item) { inputs.append(input.value) }
        }
        if let input = batch.finish() { inputs.append(input.value) }
        return inputs
    }
}
