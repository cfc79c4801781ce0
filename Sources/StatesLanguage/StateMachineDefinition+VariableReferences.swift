import FlowJSON

extension StateMachineDefinition {
    /// The variables that each state reads, in the order of the states; a state that reads none is left out.
    ///
    /// `DescribeStateMachine` calls it `variableReferences`. Names are sorted and without their `$`; states inside
    /// branches and item processors count by their own names.
    package var variableReferences: [(state: String, variables: [String])] {
        guard let (reading, _) = Reading.read(json, by: reading) else { return [] }
        var names: [Int: Set<ByteText>] = [:]
        for use in reading.expressions {
            for name in use.variables(in: reading) { names[use.state, default: []].insert(ByteText(name)) }
        }
        return names.sorted { $0.key < $1.key }
            .map { (reading.states[$0.key].name, $0.value.map(\.text).sorted()) }
    }
}
