package import FlowDiagnostics

extension Diagnostic {
    /// What AWS calls the same thing in `ValidateStateMachineDefinition`, or `nil` where it has no word for it.
    ///
    /// Source: the notes, 2.5.
    package var awsCode: String? { awsCode(by: SpecificationReading()) }

    /// The same, labels being refused as given.
    package func awsCode(by reading: SpecificationReading) -> String? {
        switch code {
        case .invalidJSON: "INVALID_JSON_DESCRIPTION"
        case .stateNameLength: "INVALID_STATE_NAME"
        case .duplicateStateName: "DUPLICATE_STATE_NAME"
        case .unknownStart, .unknownTransitionTarget, .targetInOtherScope, .unknownDefault, .unreachableState:
            "MISSING_TRANSITION_TARGET"
        case .noPathToEnd: "MISSING_END_STATE"
        case .nestedTooDeeply: "TOO_DEEPLY_NESTED"
        case .malformedResource: "INVALID_RESOURCE"
        case .label where reading.labelCode == .ofLabels:
            message.contains("is taken by") ? "DUPLICATE_LABEL_NAME" : "INVALID_LABEL_NAME"
        // AWS takes blanks outside the delimiters for a text like any other.
        case .spaceOutsideDelimiters: message.contains("blanks outside") ? nil : "SCHEMA_VALIDATION_FAILED"
        case .jsonata: "INVALID_JSONATA_EXPRESSION"
        case .topLevelName, .statesMember, .eval: "UNSUPPORTED_JSONATA_EXPRESSION"
        case .looksLikePath:
            location.pointer?.contains("/Result/") == true || location.pointer?.hasSuffix("/Result") == true
                ? "PASS_RESULT_IS_STATIC" : "NO_DOLLAR"
        case .definitionTooLarge, .missingStartOrStates, .duplicateKey, .unknownType, .unsupportedField, .nextOrEnd,
            .transitionOnTerminal, .emptyList, .languageOfSubMachine, .jsonPathInJSONata, .fieldOfOtherLanguage,
            .missingField, .wrongType, .unknownValue, .timeoutRange, .heartbeatNotBelowTimeout, .fieldAndPathTwin,
            .waitDuration, .invalidTimestamp, .backoffRate, .maxDelay, .jitterStrategy, .wildcardPlace,
            .emptyErrorEquals, .toleranceRange, .readerConfiguration, .csvHeaders, .batcherLimits,
            .distributedFieldInline, .executionTypeMissing, .processorAndIterator, .notInExpress, .roleARNMissing,
            .httpInvoke, .label, .numberRange, .path, .resultPath, .dynamicValue, .intrinsic, .assignment,
            .choiceOperator:
            "SCHEMA_VALIDATION_FAILED"
        default: nil
        }
    }
}
