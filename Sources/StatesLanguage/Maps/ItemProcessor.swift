import FlowJSON

/// The states that a Map state runs for each item, and how.
package struct ItemProcessor: Hashable, Sendable {
    /// Where iterations run.
    package enum Mode: String, CaseIterable, Hashable, Sendable {
        /// Inside the execution; the default.
        case inline = "INLINE"
        /// Each as an execution of its own.
        case distributed = "DISTRIBUTED"
    }

    /// What kind of executions a distributed Map starts.
    package enum ExecutionType: String, CaseIterable, Hashable, Sendable {
        /// Durable, up to a year.
        case standard = "STANDARD"
        /// Up to five minutes.
        case express = "EXPRESS"
    }

    /// The value of `ProcessorConfig`.
    package struct Configuration: Hashable, Sendable {
        /// Where iterations run; inside the execution where absent.
        package var mode: Mode?
        /// What kind of executions a distributed Map starts.
        package var executionType: ExecutionType?

        /// A configuration of the given parts.
        package init(mode: Mode? = nil, executionType: ExecutionType? = nil) {
            self.mode = mode
            self.executionType = executionType
        }
    }

    /// How iterations run; inside the execution where absent.
    package var configuration: Configuration?
    /// The states.
    package var branch: Branch

    /// A processor of the given parts.
    package init(configuration: Configuration? = nil, branch: Branch) {
        self.configuration = configuration
        self.branch = branch
    }

    /// Whether each iteration is an execution of its own.
    package var isDistributed: Bool { configuration?.mode == .distributed }

    var json: JSON {
        var object = JSONObject()
        if let configuration {
            var fields = JSONObject()
            fields["Mode"] = configuration.mode.map { .string($0.rawValue) }
            fields["ExecutionType"] = configuration.executionType.map { .string($0.rawValue) }
            object["ProcessorConfig"] = .object(fields)
        }
        return .object(branch.fields(after: object))
    }
}
