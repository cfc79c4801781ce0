import FlowJSON
import FlowMachine
import StatesLanguage

/// A state machine's parts that an update replaces; executions keep the ones that they started with.
struct Revision: Sendable {
    /// What tells the revision from all others, of all machines.
    var key: String
    /// Counts the revisions of a state machine.
    var serial = 0
    /// The revision's id; a machine that was never updated has none.
    var id: String?
    /// The definition's text and program.
    var compiled: CompiledDefinition
    /// The states that read variables, each with their names.
    var variableReferences: JSONObject
    var roleARN: String
    /// The logging configuration, complete.
    var logging: JSONObject
    /// The tracing configuration, complete.
    var tracing: JSONObject
    /// The encryption configuration, complete.
    var encryption: JSONObject
    var updatedAt: Timestamp

    /// The definition's text, as it was given.
    var definition: String { compiled.text }

    /// Whether a revision asks for the same, whatever its id and date.
    func asksForTheSame(as other: Revision) -> Bool {
        definition == other.definition && roleARN == other.roleARN && logging == other.logging
            && tracing == other.tracing && encryption == other.encryption
    }

    /// The revision of the machine that a distributed Map's children run; `nil` where no Map has the label.
    ///
    /// - Throws: `InvalidDefinition`, as `CompiledDefinition.program(by:)`.
    func processor(labelled label: String, by reading: SpecificationReading) throws(APIError) -> Revision? {
        let processors = try compiled.program(by: reading).mapProcessors
        guard let processor = processors.first(where: { $0.label == label }) else { return nil }
        var revision = self
        revision.compiled = CompiledDefinition(
            text: processor.definition.json.text,
            type: .standard,
            program: processor.program
        )
        revision.variableReferences = VariableReferences.of(processor.definition)
        return revision
    }
}

/// The variables that the states of a definition read, as the API gives them.
enum VariableReferences {
    /// Such as `{"Sum": ["total"]}`.
    static func of(_ definition: StateMachineDefinition) -> JSONObject {
        var references = JSONObject()
        for (state, names) in definition.variableReferences { references[state] = .array(names.map(JSON.string)) }
        return references
    }
}
