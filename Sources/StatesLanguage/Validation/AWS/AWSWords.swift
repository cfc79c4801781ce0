import FlowDiagnostics
import FlowJSON

/// AWS's words and places for what the validator finds.
struct AWSWords {
    let document: JSON
    let text: String

    func words(for diagnostic: Diagnostic) -> (message: String, location: String?) {
        if diagnostic.code == .invalidJSON {
            // What AWS's reader takes, ours may refuse for its depth.
            guard let failure = JacksonReader.error(in: text) else { return (diagnostic.message, nil) }
            return ("\(failure.message)\n at \(failure.location)", failure.location)
        }
        let steps = JSONPointer.steps(of: diagnostic.location.pointer ?? "")
        let field = steps.last ?? ""
        let value = document.value(at: diagnostic.location.pointer ?? "")
        let here = place(steps)
        let parent = place(steps.dropLast())
        let state = place(stateSteps(of: steps))
        switch diagnostic.code {
        case .missingStartOrStates where field == "States": return ("Value cannot be empty", here)
        case .missingStartOrStates: return (missingFields(of: value), here)
        case .unknownStart, .unknownTransitionTarget, .targetInOtherScope, .unknownDefault:
            return ("Missing '\(field)' target: \(value?.stringValue ?? "")", here)
        case .unreachableState: return ("State \"\(field)\" is not reachable.", here)
        case .noPathToEnd: return ("Workflow has no terminal state", here)
        case .duplicateStateName: return ("Duplicate state name: \(field)", here)
        case .unknownType:
            let types = StateType.awsOrder.joined(separator: ", ")
            return ("The field 'Type' should have one of these values: [\(types)]", place(steps, adding: "Type"))
        case .unsupportedField, .transitionOnTerminal, .languageOfSubMachine, .distributedFieldInline:
            return ("Field '\(field)' is not supported", parent)
        case .fieldOfOtherLanguage: return (otherLanguage(of: field, in: diagnostic), state)
        case .jsonPathInJSONata:
            return ("'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine", state)
        case .emptyList, .emptyErrorEquals: return ("Value cannot be empty", here)
        case .missingField: return ("The field '\(lastQuoted(in: diagnostic))' is required but was missing", here)
        case .roleARNMissing: return ("The field 'RoleArn' is required but was missing", here)
        case .executionTypeMissing: return ("The field 'ExecutionType' is required but was missing", here)
        case .invalidTimestamp: return ("String does not match RFC3339 timestamp", here)
        case .notInExpress: return (inExpress(value), here)
        case .dynamicValue, .intrinsic, .path:
            guard field.hasSuffix(".$") else { return ("Value must be a valid JSONPath.", here) }
            let needed = "must be a valid JSONPath or a valid intrinsic function call"
            return ("The value for the field '\(field)' \(needed)", parent)
        case .resultPath: return ("Value is not a Reference Path", here)
        case .looksLikePath where steps.contains("Result"):
            return ("The \"Result\" field of a Pass state is static: it is not evaluated", here)
        case .looksLikePath:
            return ("The field name of \"\(field)\" must end in .$ for its value to be evaluated", here)
        default: return (diagnostic.message, here)
        }
    }

    private func missingFields(of value: JSON?) -> String {
        let missing = ["States", "StartAt"].filter { value?[$0] == nil }
        return "These fields are required: [\(missing.joined(separator: ", "))]"
    }

    private func otherLanguage(of field: String, in diagnostic: Diagnostic) -> String {
        let isJSONPath = diagnostic.message.hasPrefix("The query language is JSONPath")
        let (own, other) = isJSONPath ? ("JSONPath", "JSONata") : ("JSONata", "JSONPath")
        return "The QueryLanguage is set to '\(own)', but field '\(field)' is only supported for the "
            + "'\(other)' QueryLanguage"
    }

    private func inExpress(_ value: JSON?) -> String {
        guard let resource = value?.stringValue else { return "Express state machine does not support Distributed Map" }
        if resource.hasSuffix(".waitForTaskToken") {
            // The blank behind it is AWS's.
            return "Express state machine does not support '.waitForTaskToken' service integration "
        }
        if resource.contains(":activity:") { return "Express state machine does not support Activity ARN" }
        return "Express state machine does not support '.sync' service integration"
    }

    /// The last word that a message quotes.
    private func lastQuoted(in diagnostic: Diagnostic) -> Substring {
        let parts = diagnostic.message.split(separator: "\"", omittingEmptySubsequences: false)
        return parts.count > 2 ? parts[parts.count - 2] : ""
    }

    /// The steps to the innermost state on the way.
    private func stateSteps(of steps: [String]) -> ArraySlice<String> {
        guard let index = steps.indices.last(where: { $0 > 0 && steps[$0 - 1] == "States" }) else { return steps[...] }
        return steps[...index]
    }

    /// A place as AWS writes it: keys as they are, positions in brackets.
    private func place(_ steps: some Sequence<String>, adding last: String? = nil) -> String {
        var place = ""
        var value = document
        for step in steps {
            if case .array = value, let position = Int(step) {
                place += "[\(position)]"
                value = value[position] ?? .null
            } else {
                place += "/\(step)"
                value = value[step] ?? .null
            }
        }
        if let last, !place.hasSuffix("/\(last)") { place += "/\(last)" }
        return place.isEmpty ? "/" : place
    }
}

extension StateType {
    /// The types in the order of AWS's message.
    fileprivate static let awsOrder = ["Task", "Wait", "Pass", "Succeed", "Fail", "Choice", "Parallel", "Map"]
}
