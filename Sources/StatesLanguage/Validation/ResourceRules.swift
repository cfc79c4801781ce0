import FlowDiagnostics
import FlowJSON

extension Rule {
    /// B20 to B24: what Task states call.
    static let resources: [Rule] = [
        Rule(onlyInStandard), eachState(resourceForms), eachState(credentials), eachState(httpInvoke),
        eachState(optimizedActions), eachState(sdkActions),
    ]

    /// B20, in an Express machine and in the Express children of a distributed Map.
    private static func onlyInStandard(_ reading: Reading) {
        for index in reading.states.indices where reading.isExpress(index) {
            let state = StateFields(reading: reading, index: index)
            if let resource = state["Resource"]?.stringValue, state.type == .task {
                let what: String? =
                    if resource.hasSuffix(".waitForTaskToken") {
                        "a task that waits for its token"
                    } else if resource.contains(".sync") {
                        "a task that waits for a job"
                    } else if resource.contains(":activity:") {
                        "an activity"
                    } else {
                        nil
                    }
                guard let what else { continue }
                state.report(.notInExpress, "An EXPRESS state machine can't run \(what).", at: "Resource")
            } else if reading.runsDistributed(index) {
                state.report(.notInExpress, "An EXPRESS state machine can't run a distributed Map.", at: "")
            }
        }
    }

    /// B21.
    private static func resourceForms(_ state: StateFields) {
        guard state.type == .task, let resource = state["Resource"]?.stringValue, !isTemplated(resource) else { return }
        let parts = resource.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count < 6 || parts[0] != "arn" || parts[1].isEmpty || parts[2].isEmpty || parts[5].isEmpty else {
            return
        }
        state.report(
            .malformedResource,
            "\"\(resource)\" is no ARN.",
            at: "Resource",
            hint: "Write it as \"arn:aws:states:::lambda:invoke\" or "
                + "\"arn:aws:lambda:us-east-1:123456789012:function:name\"."
        )
    }

    /// B22.
    private static func credentials(_ state: StateFields) {
        guard state.type == .task, let fields = state.object("Credentials")?.fields,
            fields["RoleArn"] == nil, fields["RoleArn.$"] == nil
        else { return }
        state.report(.roleARNMissing, "\"Credentials\" has no \"RoleArn\", which it needs.", at: "Credentials")
    }

    /// B23.
    private static func httpInvoke(_ state: StateFields) {
        guard state.type == .task, state["Resource"]?.stringValue?.hasSuffix(":states:::http:invoke") == true else {
            return
        }
        let field = state.state.language.argumentsField
        guard state[field] == nil || state[field]?.objectValue != nil else { return }
        let fields = state[field]?.objectValue ?? JSONObject()
        func has(_ name: String) -> Bool { fields[name] != nil || fields[name + ".$"] != nil }
        let missing =
            ["ApiEndpoint", "Method"].filter { !has($0) }
            + (has("Authentication") || has("InvocationConfig") ? [] : ["Authentication"])
        guard !missing.isEmpty else { return }
        state.report(
            .httpInvoke,
            "\"http:invoke\" is not given \(missing.inWords), which it needs.",
            at: state[field] == nil ? "" : field
        )
    }

    /// B21, where a service integration ends otherwise than they do, or names nearly an action that there is.
    private static func optimizedActions(_ state: StateFields) {
        guard state.type == .task, let resource = state["Resource"]?.stringValue, !isTemplated(resource) else { return }
        let parts = resource.split(separator: ":", maxSplits: 6, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 7, parts[2] == "states", parts[3].isEmpty, parts[4].isEmpty else { return }
        let service = parts[5]
        let call = Self.call(named: service == "aws-sdk" ? String(parts[6].drop { $0 != ":" }) : parts[6])
        let suffixes = ["", ".sync", ".sync:2", ".waitForTaskToken"]
        func report(_ message: String, hint: String) {
            state.report(.malformedResource, message, at: "Resource", hint: hint)
        }
        guard suffixes.contains(call.suffix) else {
            let meant = nearestName(to: call.suffix, in: suffixes.dropFirst())
            return report(
                "A service integration can't end with \"\(call.suffix)\".",
                hint: meant.map { "Did you mean \"\($0)\"?" }
                    ?? "It ends with \".sync\", \".sync:2\", \".waitForTaskToken\", or the action."
            )
        }
        guard let actions = ServiceActions.ofOptimized(service) else { return }
        if call.suffix.hasPrefix(".sync"), ServiceActions.isWithoutJobs(service) {
            return report(
                "\"\(service):\(call.action)\" has no job that \"\(call.suffix)\" could wait for.",
                hint: "Leave \"\(call.suffix)\" out: the task ends when the service has answered."
            )
        }
        let known = actions.map(String.init)
        guard !known.contains(call.action), let meant = nearestName(to: call.action, in: known) else { return }
        report(
            "The service integration \"\(service)\" has no action \"\(call.action)\".",
            hint: "Did you mean \"\(service):\(meant)\"?"
        )
    }

    /// The action and what stands after it in the last part of a resource: `sendMessage` and `.sync`.
    private static func call(named text: String) -> (action: String, suffix: String) {
        let dot = text.firstIndex(of: ".") ?? text.endIndex
        return (String(text[..<dot]), String(text[dot...]))
    }

    /// B24: services are written small throughout, actions begin small, and those of some services are known.
    private static func sdkActions(_ state: StateFields) {
        guard state.type == .task, let resource = state["Resource"]?.stringValue, !isTemplated(resource) else { return }
        let parts = resource.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard parts.count >= 8, parts[2] == "states", parts[5] == "aws-sdk" else { return }
        let (service, action) = (parts[6], String(parts[7].prefix { $0 != "." }))
        let wanted = action.prefix(1).lowercased() + action.dropFirst()
        guard service != service.lowercased() || action != wanted else {
            guard let known = ServiceActions.ofSDK(service), !known.contains(Substring(action)) else { return }
            let meant = nearestName(to: action, in: known.map(String.init))
            return state.report(
                .unknownSDKAction,
                "The service \"\(service)\" has no action \"\(action)\", as far as is known here.",
                at: "Resource",
                severity: .warning,
                hint: meant.map { "Did you mean \"aws-sdk:\(service):\($0)\"?" }
                    ?? "Look for its name in the service's API reference; if it is new, silence this by "
                    + "\"flow-task: ignore B24\" in the Comment of \"\(state.state.name)\"."
            )
        }
        state.report(
            .unknownSDKAction,
            "\"aws-sdk:\(service):\(action)\" has capitals where an SDK integration has none.",
            at: "Resource",
            severity: .warning,
            hint: "Did you mean \"aws-sdk:\(service.lowercased()):\(wanted)\"?"
        )
    }

    /// Whether a text holds a placeholder that a template fills in before the definition is used.
    private static func isTemplated(_ text: String) -> Bool { text.contains("${") }
}

extension Reading {
    /// Whether a state runs in an Express execution.
    func isExpress(_ state: Int) -> Bool {
        var scope: Int? = states[state].scope
        while let current = scope {
            if scopes[current].isDistributed { return scopes[current].isExpress }
            scope = scopes[current].parent?.scope
        }
        return machineIsExpress
    }

    /// Whether a state is a distributed Map.
    func runsDistributed(_ state: Int) -> Bool {
        scopes.contains { $0.parent?.state == state && $0.isDistributed }
    }
}
