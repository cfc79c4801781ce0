package import FlowJSON

/// One state of a machine: what every type has, and what is its type's own.
package struct State: Hashable, Sendable {
    /// What is a type's own.
    package indirect enum Kind: Hashable, Sendable {
        /// Calls something outside.
        case task(TaskState)
        /// Runs branches at the same time.
        case parallel(ParallelState)
        /// Runs the same states for each item.
        case map(MapState)
        /// Shapes data.
        case pass(PassState)
        /// Lets time go by.
        case wait(WaitState)
        /// Picks the next state.
        case choice(ChoiceState)
        /// Ends well.
        case succeed(SucceedState)
        /// Ends badly.
        case fail(FailState)
    }

    /// The name; unique in the whole machine.
    package var name: String
    /// For people.
    package var comment: String?
    /// The state's own query language; the machine's where absent.
    package var queryLanguage: QueryLanguage?
    /// The data flow in JSONPath; empty in JSONata.
    package var io: JSONPathIO
    /// The variables that are assigned when the state is left: an object.
    package var assign: Template?
    /// The output in JSONata; absent in JSONPath.
    package var output: Template?
    /// What is its type's own.
    package var kind: Kind

    /// A state of the given parts.
    package init(
        name: String,
        comment: String? = nil,
        queryLanguage: QueryLanguage? = nil,
        io: JSONPathIO = JSONPathIO(),
        assign: Template? = nil,
        output: Template? = nil,
        kind: Kind
    ) {
        self.name = name
        self.comment = comment
        self.queryLanguage = queryLanguage
        self.io = io
        self.assign = assign
        self.output = output
        self.kind = kind
    }

    /// The state as JSON, its fields in a fixed order.
    package var json: JSON {
        var object = JSONObject()
        object["Type"] = .string(type.rawValue)
        object["Comment"] = comment.map(JSON.string)
        object["QueryLanguage"] = queryLanguage.map { .string($0.rawValue) }
        io.writeInput(into: &object)
        switch kind {
        case .task(let task): task.write(into: &object)
        case .parallel(let parallel): parallel.write(into: &object)
        case .map(let map): map.write(into: &object)
        case .pass(let pass): pass.write(into: &object)
        case .wait(let wait): wait.write(into: &object)
        case .choice(let choice): choice.write(into: &object)
        case .succeed: break
        case .fail(let fail): fail.write(into: &object)
        }
        io.writeOutput(into: &object)
        object["Retry"] = retriers?.json { $0.json }
        object["Catch"] = catchers?.json { $0.json }
        object["Assign"] = assign?.json
        object["Output"] = output?.json
        transition?.write(into: &object)
        return .object(object)
    }
}

extension Array {
    /// A list of each element's JSON.
    func json(_ element: (Element) -> JSON) -> JSON { .array(map(element)) }
}
