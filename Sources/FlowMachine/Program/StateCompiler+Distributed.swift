import FlowDiagnostics
import StatesLanguage

extension StateCompiler {
    /// The plan of what makes a Map state a distributed one; its processor becomes a program of its own.
    func distributedPlan(
        _ map: MapState,
        in definition: StateMachineDefinition
    ) throws(Diagnostic) -> DistributedPlan {
        DistributedPlan(
            processor: try processor(of: map, in: definition),
            reader: try reader(map.itemReader),
            batcher: try batcher(map.itemBatcher),
            writer: try writer(map.resultWriter),
            toleratedFailureCount: try number(map.toleratedFailureCount, "ToleratedFailureCount"),
            toleratedFailurePercentage: try percentage(map.toleratedFailurePercentage)
        )
    }

    private func processor(
        of map: MapState,
        in definition: StateMachineDefinition
    ) throws(Diagnostic) -> MapProcessor {
        let type = map.itemProcessor.configuration?.executionType ?? .standard
        var child = StateMachineDefinition(
            comment: map.itemProcessor.branch.comment,
            queryLanguage: definition.queryLanguage,
            startAt: map.itemProcessor.branch.startAt,
            states: map.itemProcessor.branch.states
        )
        child.reading = definition.reading
        let shown = child
        // An Express execution ends after five minutes.
        if type == .express { child.timeoutSeconds = 300 }
        do throws(Diagnostic) {
            return MapProcessor(
                stateName: state.name,
                label: map.label ?? generatedLabel(ofState: state.name),
                executionType: type,
                definition: shown,
                program: try Program(child)
            )
        } catch {
            var located = error
            let inner = error.location.pointer ?? ""
            located.location = TextLocation(pointer: "\(pointer)/ItemProcessor\(inner)")
            throw located
        }
    }

    private func reader(_ reader: ItemReader?) throws(Diagnostic) -> DistributedPlan.Reader? {
        guard let reader else { return nil }
        let location = FieldLocation("ItemReader")
        return DistributedPlan.Reader(
            reader: reader,
            arguments: try template(reader.arguments, at: location.member(argumentsField), key: argumentsField),
            maxItems: try number(reader.configuration?.maxItems, "ItemReader/ReaderConfig/MaxItems")
        )
    }

    func batcher(_ batcher: ItemBatcher?) throws(Diagnostic) -> DistributedPlan.Batcher? {
        guard let batcher else { return nil }
        let location = FieldLocation("ItemBatcher").member("BatchInput")
        return DistributedPlan.Batcher(
            maxItems: try number(batcher.maxItemsPerBatch, "ItemBatcher/MaxItemsPerBatch"),
            maxBytes: try number(batcher.maxInputBytesPerBatch, "ItemBatcher/MaxInputBytesPerBatch"),
            batchInput: try template(batcher.batchInput, at: location, key: "BatchInput")
        )
    }

    private func writer(_ writer: ResultWriter?) throws(Diagnostic) -> DistributedPlan.Writer? {
        guard let writer else { return nil }
        let location = FieldLocation("ResultWriter").member(argumentsField)
        return DistributedPlan.Writer(
            writer: writer,
            arguments: try template(writer.arguments, at: location, key: argumentsField)
        )
    }

    private var argumentsField: String { language == .jsonPath ? "Parameters" : "Arguments" }

    private func template(
        _ template: Template?,
        at location: FieldLocation,
        key: String
    ) throws(Diagnostic) -> CompiledTemplate? {
        guard let template else { return nil }
        return try CompiledTemplate(template, at: location, key: key, in: names)
    }

    func percentage(_ value: Dynamic<Double>?) throws(Diagnostic) -> CompiledPercentage? {
        guard let value else { return nil }
        return try CompiledPercentage(value, field: CompiledPercentage.percentageField, in: names)
    }
}
