import FlowDiagnostics
import FlowJSON
import StatesLanguage

/// Judges a context object that stands in the place of the execution's own.
enum MockedContext {
    private enum Kind {
        case text
        case number
        case any
    }

    private static let fields: [String: [String: Kind]] = [
        "Execution": [
            "Id": .text, "Input": .any, "Name": .text, "RoleArn": .text, "StartTime": .text, "RedriveCount": .number,
            "RedriveTime": .text,
        ],
        "State": ["EnteredTime": .text, "Name": .text, "RetryCount": .number],
        "StateMachine": ["Id": .text, "Name": .text],
        "Task": ["Token": .text],
    ]

    /// Reads a context object for a state.
    static func read(_ text: String, for state: TestedState) throws(StateTestError) -> JSON {
        let context: JSON
        do throws(Diagnostic) { context = try JSON(parsing: text) } catch {
            throw invalid("Context object must be valid JSON")
        }
        guard case .object(let parts) = context else { throw invalid("Context object must be a JSON object") }
        for (name, part) in parts { try check(name, part) }
        if parts["Task"] != nil {
            guard state.type == .task, state.waitsForEnd else {
                throw invalid(
                    "Context object contains 'Task' when state is not a Task state with a '.sync' or "
                        + "'.waitForTaskToken' service integration pattern"
                )
            }
        }
        return context
    }

    private static func check(_ name: String, _ part: JSON) throws(StateTestError) {
        if name == "Map" { throw invalid("'Map' field is not supported when mocking a Context object") }
        guard let known = fields[name] else { throw invalid("Field '\(name)' is not allowed") }
        guard case .object(let members) = part else { throw invalid("\(name) must be an object") }
        for (member, value) in members {
            guard let kind = known[member] else { throw invalid("Field '\(member)' is not allowed") }
            switch kind {
            case .any: break
            case .text: guard value.stringValue != nil else { throw invalid("\(name).\(member) must be a string") }
            case .number: guard value.doubleValue != nil else { throw invalid("\(name).\(member) must be a number") }
            }
        }
    }

    private static func invalid(_ reason: String) -> StateTestError {
        .validation("Invalid Context object provided: \(reason)")
    }
}
