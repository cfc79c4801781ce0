import FlowDiagnostics

extension Diagnostic.Code {
    /// What to do about any diagnostic of the code that has no hint of its own.
    var commonHint: String? {
        switch self {
        case .missingStartOrStates: "Write the states into \"States\", and the name of the first into \"StartAt\"."
        case .stateNameLength: "Give it a name of 1 to 80 characters."
        case .unsupportedField: "Remove it, or see whether the state has the right type."
        case .emptyList: "Give at least one, or remove the state."
        case .missingField: "Add it; `flow-task explain A21` shows an example."
        case .wrongType: "Texts are written in quotes, numbers and true or false without."
        case .nestedTooDeeply: "Start the inner ones as executions of their own."
        case .timeoutRange: "Take a number of that range, or leave the field out for no limit."
        case .heartbeatNotBelowTimeout: "Make the heartbeat shorter, or the timeout longer."
        case .backoffRate: "1 keeps the wait as it is, 2 doubles it each time."
        case .maxDelay: "Make it larger than the first wait, or leave it out."
        case .emptyErrorEquals: "Name errors, or \"States.ALL\" for every one."
        case .label: "Take letters, digits, \"-\" and \"_\", 40 at most, and each label once."
        case .toleranceRange: "Take a number of that range; 0 tolerates no failure."
        case .readerConfiguration: "Keep what belongs to the type of the input."
        case .csvHeaders: "Write \"CSVHeaderLocation\": \"GIVEN\" with \"CSVHeaders\", or \"FIRST_ROW\" without."
        case .batcherLimits: "Take a number of that range; a batch has to fit into a payload."
        case .notInExpress: "Make the machine STANDARD, or call without waiting."
        case .roleARNMissing: "Write \"RoleArn\", or \"RoleArn.$\" with a path."
        case .httpInvoke: "Give \"ApiEndpoint\", \"Method\" and \"Authentication\" with a \"ConnectionArn\"."
        case .errorTooLong: "Say it shorter, or put the rest where the cause points to."
        case .numberRange: "Take a number of that range, or leave the field out for its default."
        case .path: "A path looks like \"$.orders[0].id\", \"$['a b']\" or \"$.orders[*]\"."
        case .jsonata: "An expression looks like \"{% $states.input.price * 2 %}\"."
        case .eval: "\"$parse\" reads JSON; anything else has to be written as an expression."
        case .intrinsic: "\"States.Format('{} of {}', $.day, $.month)\" is how a call looks."
        case .neverEvaluated: "Write the value itself."
        case .choiceOperator: "A rule has one operator; join tests by \"And\", \"Or\" and \"Not\"."
        default: nil
        }
    }
}
