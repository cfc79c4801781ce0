import FlowDiagnostics
import FlowJSON
import StatesLanguage

/// The state that is tested, alone in a machine of its own.
///
/// The states that it may go to are stubs.
struct TestedState: Sendable {
    /// The state's name in its machine: as on AWS `StateName`, whatever it was called, unless another is wanted.
    let name: String
    /// The state as written.
    let fields: JSONObject
    /// The machine of the one state.
    let definition: StateMachineDefinition

    var type: StateType? { fields["Type"]?.stringValue.flatMap(StateType.init) }
    var resource: String { fields["Resource"]?.stringValue ?? "" }

    /// Whether the state's work needs a mock, being outside what is performed for a test.
    var needsMock: Bool {
        resource.contains(":activity:") || waitsForEnd
    }

    /// Whether the resource is called with `.sync` or `.waitForTaskToken`.
    var waitsForEnd: Bool { [".sync", ".sync:2", ".waitForTaskToken"].contains { resource.hasSuffix($0) } }

    /// Finds the state in a request's definition, and judges the definition.
    init(_ request: StateTestRequest, named name: String?, reading: SpecificationReading) throws(StateTestError) {
        self.name = name ?? "StateName"
        let text = request.definition
        let json: JSON
        do throws(Diagnostic) { json = try JSON(parsing: text) } catch {
            throw .definition(Self.errors(in: text, reading))
        }
        let machine: JSONObject
        if let name = request.stateName {
            try Self.judge(json, reading)
            guard let found = Self.state(named: name, in: json) else {
                throw .validation("State not found in definition")
            }
            fields = found
            machine = Self.machine(of: found, named: self.name, language: json["QueryLanguage"])
        } else {
            guard case .object(let state) = json else {
                throw .definition(Diagnostic(code: "A22", message: "A state should be an object."))
            }
            fields = state
            machine = Self.machine(of: state, named: self.name, language: nil)
            try Self.judge(.object(machine), reading)
        }
        let decoded = StateMachineDefinition.readUnjudged(.object(machine), reading: reading)
        guard let definition = decoded.definition else {
            throw .definition(
                decoded.diagnostics.first ?? Diagnostic(code: "A22", message: "The state can't be read.")
            )
        }
        self.definition = definition
    }

    /// Refuses what AWS refuses; what only we call an error runs there too.
    private static func judge(_ machine: JSON, _ reading: SpecificationReading) throws(StateTestError) {
        let errors = errors(in: machine.text, reading)
        guard errors.isEmpty else { throw .definition(errors) }
    }

    private static func errors(in text: String, _ reading: SpecificationReading) -> [AWSDiagnostic] {
        StateMachineDefinition.awsDiagnostics(of: text, reading: reading).filter { $0.severity == .error }
    }

    private static func machine(of state: JSONObject, named name: String, language: JSON?) -> JSONObject {
        var states: JSONObject = [:]
        states[name] = .object(state)
        for target in targets(of: state) where states[target] == nil { states[target] = ["Type": "Succeed"] }
        var machine: JSONObject = [:]
        machine["QueryLanguage"] = language
        machine["StartAt"] = .string(name)
        machine["States"] = .object(states)
        return machine
    }

    private static func targets(of state: JSONObject) -> [String] {
        let lists = (state["Choices"]?.arrayValue ?? []) + (state["Catch"]?.arrayValue ?? [])
        let targets = [state["Next"], state["Default"]] + lists.map { $0["Next"] }
        return targets.compactMap { $0?.stringValue }
    }

    /// The state of that name, however deep it is nested; outer states first.
    private static func state(named name: String, in machine: JSON) -> JSONObject? {
        guard let states = machine["States"]?.objectValue else { return nil }
        if let state = states[name]?.objectValue { return state }
        for (_, state) in states {
            let inner =
                (state["Branches"]?.arrayValue ?? []) + [state["ItemProcessor"], state["Iterator"]].compactMap(\.self)
            for machine in inner {
                if let found = self.state(named: name, in: machine) { return found }
            }
        }
        return nil
    }

    /// Whether the state holds a state of that name.
    func holds(_ name: String) -> Bool {
        Self.state(named: name, in: ["States": ["": .object(fields)]]) != nil
    }
}
