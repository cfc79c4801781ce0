package import StatesLanguage

/// What makes a Map state a distributed one.
struct DistributedPlan: Sendable {
    struct Reader: Sendable {
        let reader: ItemReader
        let arguments: CompiledTemplate?
        let maxItems: CompiledNumber?
    }

    struct Batcher: Sendable {
        let maxItems: CompiledNumber?
        let maxBytes: CompiledNumber?
        let batchInput: CompiledTemplate?
    }

    struct Writer: Sendable {
        let writer: ResultWriter
        let arguments: CompiledTemplate?
    }

    /// What the child executions run, with variables of its own.
    let processor: MapProcessor
    let reader: Reader?
    let batcher: Batcher?
    let writer: Writer?
    let toleratedFailureCount: CompiledNumber?
    let toleratedFailurePercentage: CompiledPercentage?

    var readsContext: Bool {
        reader?.arguments?.readsContext == true || reader?.maxItems?.readsContext == true
            || batcher?.maxItems?.readsContext == true || batcher?.maxBytes?.readsContext == true
            || batcher?.batchInput?.readsContext == true || writer?.arguments?.readsContext == true
            || toleratedFailureCount?.readsContext == true || toleratedFailurePercentage?.readsContext == true
    }
}

/// The machine that the child executions of a distributed Map run.
package final class MapProcessor: Sendable {
    /// The name of the Map state.
    package let stateName: String
    /// The state's `Label`, or one that is made from the state's name.
    package let label: String
    /// What kind of executions they are.
    package let executionType: ItemProcessor.ExecutionType
    /// The processor's states as a machine of their own.
    package let definition: StateMachineDefinition
    /// The same, compiled.
    package let program: Program

    init(
        stateName: String,
        label: String,
        executionType: ItemProcessor.ExecutionType,
        definition: StateMachineDefinition,
        program: Program
    ) {
        self.stateName = stateName
        self.label = label
        self.executionType = executionType
        self.definition = definition
        self.program = program
    }
}

extension Program {
    /// The machines of the distributed Maps of this machine, those inside of them included, by state.
    package var mapProcessors: [MapProcessor] {
        plans.flatMap { plan -> [MapProcessor] in
            guard case .map(let map) = plan.work, let processor = map.distributed?.processor else { return [] }
            return [processor] + processor.program.mapProcessors
        }
    }

    /// The machine of a map run's child executions.
    package func processor(of order: MapRunOrder) -> MapProcessor? {
        guard plans.indices.contains(order.state.position), case .map(let map) = plans[order.state.position].work else {
            return nil
        }
        return map.distributed?.processor
    }
}
