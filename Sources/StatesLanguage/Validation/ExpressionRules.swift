import FlowDiagnostics
import FlowJSON
import JSONata

extension Rule {
    /// C04 to C11: intrinsic calls and JSONata.
    static let expressions: [Rule] = [
        eachExpression(forgottenDollar), eachState(staticResults), eachState(failCalls),
        eachExpression(jsonata), eachExpression(delimiters), eachState(neverEvaluated),
        eachExpression(uncalledExpressions),
    ]

    /// C04.
    private static func forgottenDollar(_ use: ExpressionUse, _ reading: Reading) {
        guard case .payloadText(let key) = use.kind else { return }
        let isPath = use.text.hasPrefix("$.") || use.text.hasPrefix("$$.") || use.text.hasPrefix("$[")
        let isCall = IntrinsicFunction.allCases.contains { use.text.hasPrefix($0.rawValue + "(") }
        guard isPath || isCall else { return }
        reading.report(
            .looksLikePath,
            "The value of \"\(key)\" looks like \(isPath ? "a path" : "an intrinsic call"), but stays the text it is.",
            at: use.pointer,
            severity: .warning,
            hint: "Write the key as \"\(key).$\" to have it evaluated."
        )
    }

    /// C04 of the `Result` of Pass states, once for each.
    private static func staticResults(_ state: StateFields) {
        guard state.type == .pass, state.state.language == .jsonPath, let result = state["Result"] else { return }
        var open: [(place: String, key: String, value: JSON)] = [("Result", "", result)]
        while let (place, key, value) = open.popLast() {
            switch value {
            case .object(let object):
                for (key, value) in object.reversed() {
                    open.append(("\(place)/\(JSONPointer.escape(key))", key, value))
                }
            case .array(let elements):
                for (index, element) in elements.enumerated().reversed() {
                    open.append(("\(place)/\(index)", key, element))
                }
            case .string(let text) where key.hasSuffix(".$") && text.hasPrefix("$"):
                state.report(
                    .looksLikePath,
                    "\"Result\" is never evaluated, so \"\(key)\" stays a key and \"\(text)\" the text it is.",
                    at: place,
                    severity: .warning,
                    hint: "Write it as \"Parameters\" to have it evaluated."
                )
                return
            default: break
            }
        }
    }

    /// C05 of `ErrorPath` and `CausePath`, whose call has to give a string.
    private static func failCalls(_ state: StateFields) {
        guard state.type == .fail, state.state.language == .jsonPath else { return }
        for field in ["ErrorPath", "CausePath"] {
            guard let text = state[field]?.stringValue, text.hasPrefix("States.") else { continue }
            // A call that can't be read has been reported.
            guard let call = try? IntrinsicCall(text), !call.function.canGiveString else { continue }
            state.report(
                .intrinsic,
                "\"\(call.function.rawValue)\" gives no string, which \"\(field)\" needs.",
                at: field
            )
        }
    }

    /// C06, C08, C09 and C10.
    private static func jsonata(_ use: ExpressionUse, _ reading: Reading) {
        guard case .jsonata(let text) = use.kind else { return }
        let source = text.source
        do throws(Diagnostic) {
            let expression = try reading.expression(source)
            for diagnostic in expression.stepFunctionsDiagnostics() {
                reading.report(.topLevelName, diagnostic.message, at: use.pointer, hint: diagnostic.hint)
            }
            let absent: [(GlobalName, String, StatesMembers)] = [
                (.statesResult, "result", .result), (.statesErrorOutput, "errorOutput", .errorOutput),
            ]
            for (name, field, member) in absent
            where expression.globals.contains(name) && !use.members.contains(member) {
                let place =
                    member == .result
                    ? "\"Output\" and \"Assign\" of a Task, Parallel or Map state"
                    : "\"Output\" and \"Assign\" of a catcher"
                reading.report(
                    .statesMember,
                    "\"$states.\(field)\" does not exist here.",
                    at: use.pointer,
                    hint: "It exists in \(place)."
                )
            }
            if expression.globals.contains(.variable("eval")) {
                reading.report(.eval, "There is no function \"$eval\" in Step Functions.", at: use.pointer)
            }
        } catch {
            let message = "The JSONata expression \"\(source)\" can't be read: \(error.message)"
            reading.report(.jsonata, message, at: use.pointer, hint: error.hint)
        }
    }

    /// C07.
    private static func delimiters(_ use: ExpressionUse, _ reading: Reading) {
        guard case .jsonataText = use.kind else { return }
        let text = use.text.trimmingBlanks
        let (begins, ends) = (text.hasPrefix("{%"), text.hasSuffix("%}"))
        guard begins || ends else { return }
        let isWhole = begins && ends
        reading.report(
            .spaceOutsideDelimiters,
            isWhole
                ? "The expression \"\(text)\" has blanks outside \"{%\" and \"%}\", so it stays the text it is."
                : "\"\(text)\" has \"\(begins ? "{%" : "%}")\" without \"\(begins ? "%}" : "{%")\".",
            at: use.pointer,
            // AWS takes a text with blanks outside for the text it is.
            severity: isWhole ? .warning : .error,
            hint: isWhole
                ? "Remove the blanks." : "An expression begins with \"{%\" and ends with \"%}\", with nothing outside."
        )
    }

    /// C11 of fields that nothing evaluates.
    private static func neverEvaluated(_ state: StateFields) {
        var fields = ["Resource", "Next", "Default", "ResultPath"].map { (name: $0, place: $0, value: state[$0]) }
        if state.state.language == .jsonata, state.reading.specification.credentials == .literal {
            fields.append(("RoleArn", "Credentials/RoleArn", state["Credentials"]?["RoleArn"]))
        }
        for (name, place, value) in fields {
            guard let text = value?.stringValue, ExpressionText(text) != nil else { continue }
            state.report(
                .neverEvaluated,
                "\"\(name)\" is never evaluated, so \"\(text)\" stays the text it is.",
                at: place,
                severity: .warning
            )
        }
    }

    /// C11 of templates in JSONPath.
    private static func uncalledExpressions(_ use: ExpressionUse, _ reading: Reading) {
        guard case .payloadText = use.kind, ExpressionText(use.text) != nil else { return }
        reading.report(
            .neverEvaluated,
            "The query language is JSONPath, so \"\(use.text)\" stays the text it is.",
            at: use.pointer,
            severity: .warning,
            hint: "Add \"QueryLanguage\": \"JSONata\" to the state."
        )
    }
}

extension String {
    fileprivate var trimmingBlanks: String {
        var scalars = unicodeScalars[...]
        while let first = scalars.first, first.properties.isWhitespace { scalars.removeFirst() }
        while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
        return String(scalars)
    }
}
