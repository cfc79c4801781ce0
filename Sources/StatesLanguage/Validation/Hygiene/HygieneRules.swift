import FlowDiagnostics
import FlowJSON

extension Rule {
    /// G01 to G07: habits.
    static let hygiene: [Rule] = [
        Rule(secrets), Rule(writtenAccounts), Rule(sensitiveFields), eachState(authorization), eachState(constantNames),
        Rule(comments), eachExpression(longTemplates),
    ]

    /// G01.
    private static func secrets(_ reading: Reading) {
        reading.forEachText { pointer, key, text in
            guard let kind = SecretText.kind(of: text, under: key) else { return }
            reading.report(
                .secret,
                "\(key.isEmpty ? "A text" : "\"\(key)\"") holds \(kind), for everyone to read who may see the definition.",
                at: pointer,
                severity: .warning,
                hint: "Keep it in AWS Secrets Manager or in a connection, and hand on its name."
            )
        }
    }

    /// G02.
    private static func writtenAccounts(_ reading: Reading) {
        reading.forEachText { pointer, key, text in
            guard key != "Comment", text.hasPrefix("arn:"), !text.contains("${") else { return }
            let parts = text.split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count > 5, parts[4].count == 12, parts[4].allSatisfy(\.isNumber), !isPlaceholder(parts[4])
            else {
                return
            }
            let region = parts[3].isEmpty ? " is" : " and the region \"\(parts[3])\" are"
            reading.report(
                .writtenAccount,
                "The account \"\(parts[4])\"\(region) written out in \"\(text)\".",
                at: pointer,
                severity: .warning,
                hint: "Let a template fill them in, such as \"${FunctionArn}\", so that the machine can move."
            )
        }
    }

    /// Accounts of examples, which stand for any other; the DSL writes one of them for its tasks.
    private static func isPlaceholder(_ account: Substring) -> Bool {
        account == "123456789012" || account == "000000000000" || account == "111122223333"
    }

    /// G03.
    private static func sensitiveFields(_ reading: Reading) {
        for index in reading.states.indices {
            let state = StateFields(reading: reading, index: index)
            guard let call = state.call else { continue }
            let decrypts = state.argument("WithDecryption")?.boolValue == true
            let isSecret =
                call.service == "secretsmanager" && ["getSecretValue", "batchGetSecretValue"].contains(call.action)
            guard isSecret || call.service == "ssm" && call.action.hasPrefix("getParameter") && decrypts else {
                continue
            }
            state.report(
                .sensitiveField,
                "What \"\(call.service):\(call.action)\" answers is a secret, and stands in the history and the logs.",
                at: "Resource",
                severity: .warning,
                hint: "Hand on the secret's name, and let the task that needs it read it."
            )
        }
        for use in reading.expressions {
            guard let name = SecretText.sensitiveName(in: use) else { continue }
            reading.report(
                .sensitiveField,
                "\"\(name)\" is handed on as data, which stands in the history and the logs.",
                at: use.pointer,
                severity: .warning,
                hint:
                    "Hand on a reference to it. Assumed from its name that it is secret; if it is not, silence this by "
                    + "\"flow-task: ignore G03\" in a Comment."
            )
        }
    }

    /// G04.
    private static func authorization(_ state: StateFields) {
        guard state.call?.service == "http", let headers = state.arguments?["Headers"]?.objectValue else { return }
        let field = state.state.language.argumentsField
        for key in headers.keys {
            let name = key.hasSuffix(".$") ? String(key.dropLast(2)) : key
            guard name.lowercased() == "authorization" else { continue }
            state.report(
                .authorizationHeader,
                "The header \"\(name)\" is written in the definition.",
                at: "\(field)/Headers/\(JSONPointer.escape(key))",
                severity: .warning,
                hint: "The connection of \"Authentication\" sends it, and keeps it out of the history."
            )
        }
    }

    /// G05.
    private static func constantNames(_ state: StateFields) {
        guard let call = state.call, ["states", "sfn"].contains(call.service),
            ["startExecution", "startSyncExecution"].contains(call.action),
            let name = state.arguments?["Name"]?.stringValue, ExpressionText(name) == nil, !name.contains("${")
        else { return }
        state.report(
            .constantName,
            "Each execution is started with the same name, \"\(name)\", so the second one fails.",
            at: "\(state.state.language.argumentsField)/Name",
            severity: .warning,
            hint: "Make it of what differs, such as the name of this execution in the context object."
        )
    }

    /// G06.
    private static func comments(_ reading: Reading) {
        guard reading.machineFields["Comment"] == nil, !reading.states.isEmpty else { return }
        reading.report(
            .noComment,
            "The state machine has no \"Comment\".",
            at: "",
            severity: .information,
            hint: "Say in a sentence what it is for."
        )
    }

    /// G07.
    private static func longTemplates(_ use: ExpressionUse, _ reading: Reading) {
        guard case .intrinsic(let call) = use.kind, call.isNested else { return }
        let field = use.pointer.split(separator: "/").contains("ResultSelector") ? "result" : "input"
        guard let shorter = call.inJSONata(member: field), shorter.utf8.count < use.text.utf8.count else { return }
        reading.report(
            .shorterInJSONata,
            "JSONata says \"\(use.text)\" shorter.",
            at: use.pointer,
            severity: .information,
            hint: "In a state with \"QueryLanguage\": \"JSONata\" it is \"{% \(shorter) %}\"."
        )
    }
}

extension Reading {
    /// Calls `body` for every text of the definition with its pointer and the key that it stands under.
    func forEachText(_ body: (_ pointer: String, _ key: String, _ text: String) -> Void) {
        var open: [(pointer: String, key: String, value: JSON)] = [("", "", .object(machineFields))]
        while let (pointer, key, value) = open.popLast() {
            switch value {
            case .string(let text): body(pointer, key, text)
            case .array(let elements):
                for (index, element) in elements.enumerated() { open.append(("\(pointer)/\(index)", key, element)) }
            case .object(let object):
                for (key, value) in object { open.append(("\(pointer)/\(JSONPointer.escape(key))", key, value)) }
            default: break
            }
        }
    }
}
