import FlowDiagnostics
import FlowJSON

extension Rule {
    /// B11, B12, B16 to B19 and B26 of Map states.
    static let maps: [Rule] =
        [Rule(labels), eachState(mapNumbers), eachState(mapFields), eachState(deprecatedMapFields)] + mapParts

    /// B11.
    private static func labels(_ reading: Reading) {
        var first: [ByteText: String] = [:]
        for index in reading.states.indices {
            let state = StateFields(reading: reading, index: index)
            guard state.type == .map, let label = state["Label"]?.stringValue else { continue }
            let refused = label.unicodeScalars.first { scalar in
                scalar.properties.isWhitespace || scalar.value < 0x20 || 0x7F...0x9F ~= scalar.value
                    || "?*<>{}[]:;,\\|^~$#%&`\"".unicodeScalars.contains(scalar)
            }
            if label.isEmpty || label.unicodeScalars.count > 40 {
                state.report(.label, "The label \"\(label)\" should have 1 to 40 characters.", at: "Label")
            } else if let refused {
                state.report(.label, "The label \"\(label)\" holds \"\(refused)\", which a label can't.", at: "Label")
            } else if let other = first[ByteText(label)] {
                state.report(.label, "The label \"\(label)\" is taken by the state at \(other).", at: "Label")
            } else {
                first[ByteText(label)] = state.state.pointer
            }
        }
    }

    /// B12 and B26.
    private static func mapNumbers(_ state: StateFields) {
        guard state.type == .map else { return }
        if let percentage = state["ToleratedFailurePercentage"]?.doubleValue, !(0...100 ~= percentage) {
            state.report(
                .toleranceRange,
                "\"ToleratedFailurePercentage\" is \(state["ToleratedFailurePercentage"]?.text ?? ""), "
                    + "but should be from 0 to 100.",
                at: "ToleratedFailurePercentage"
            )
        }
        if let count = state["ToleratedFailureCount"]?.integerValue, count < 0 {
            state.report(
                .toleranceRange,
                "\"ToleratedFailureCount\" is \(count), but should be 0 or more.",
                at: "ToleratedFailureCount"
            )
        }
        if let concurrency = state["MaxConcurrency"]?.integerValue, concurrency < 0 {
            state.report(
                .numberRange,
                "\"MaxConcurrency\" is \(concurrency), but should be 0 or more.",
                at: "MaxConcurrency",
                hint: "0 means as many as there may be."
            )
        }
    }

    /// B16, B17 and B18.
    private static func mapFields(_ state: StateFields) {
        guard state.type == .map else { return }
        let processor = state.object("ItemProcessor") ?? state.object("Iterator")
        let configuration = processor?.fields["ProcessorConfig"]?.objectValue
        let isDistributed = configuration?["Mode"]?.stringValue == ItemProcessor.Mode.distributed.rawValue
        if !isDistributed {
            for field in ["ItemReader", "ItemBatcher", "ResultWriter"] where state[field] != nil {
                state.report(
                    .distributedFieldInline,
                    "\"\(field)\" needs a distributed Map, but this one runs its iterations inline.",
                    at: field,
                    hint: "Set \"Mode\" in \"ProcessorConfig\" to \"DISTRIBUTED\"."
                )
            }
        } else if let processor, configuration?["ExecutionType"] == nil {
            state.report(
                .executionTypeMissing,
                "A distributed Map needs an \"ExecutionType\".",
                at: "\(processor.place)/ProcessorConfig",
                hint: "Write \"STANDARD\" or \"EXPRESS\"."
            )
        }
        for (field, twin) in [("ItemProcessor", "Iterator"), ("ItemSelector", "Parameters")]
        where state[field] != nil && state[twin] != nil {
            state.report(
                .processorAndIterator,
                "\"\(field)\" and \"\(twin)\" exclude each other.",
                at: twin,
                hint: "Keep \"\(field)\"."
            )
        }
    }

    /// B19.
    private static func deprecatedMapFields(_ state: StateFields) {
        guard state.type == .map else { return }
        for (field, current) in [("Iterator", "ItemProcessor"), ("Parameters", "ItemSelector")]
        where state[field] != nil && state[current] == nil {
            if field == "Parameters", state.state.language == .jsonata { continue }
            state.report(
                .deprecatedMapField,
                "\"\(field)\" in a Map state is deprecated.",
                at: field,
                severity: .warning,
                hint: "Its name is \"\(current)\" now."
            )
        }
    }
}
