import FlowDiagnostics
import FlowJSON
import StatesLanguage

/// What `TestState` is asked, with its JSON texts read.
struct StateTestRequest: Sendable {
    enum InspectionLevel: String, Sendable {
        case info = "INFO"
        case debug = "DEBUG"
        case trace = "TRACE"
    }

    /// A JSON text and its value.
    struct Text: Sendable {
        let text: String
        let value: JSON
    }

    /// The value of `mock`.
    struct Mock: Sendable {
        let result: String?
        let failure: TaskFailure?
        let mode: FieldValidationMode
    }

    let definition: String
    let stateName: String?
    let input: Text
    let level: InspectionLevel
    let variables: Text
    let mock: Mock?
    let context: String?
    let roleARN: String?
    let revealsSecrets: Bool
    let retryCount: Int64?
    let errorCausedBy: String?
    let failedIterations: Int64?
    let readerData: String?

    init(_ request: JSONObject) throws(StateTestError) {
        definition = request["definition"]?.stringValue ?? ""
        stateName = request["stateName"]?.stringValue
        level = request["inspectionLevel"]?.stringValue.flatMap(InspectionLevel.init) ?? .info
        roleARN = request["roleArn"]?.stringValue
        revealsSecrets = request["revealSecrets"]?.boolValue ?? false
        context = request["context"]?.stringValue
        let configuration = request["stateConfiguration"]
        retryCount = configuration?["retrierRetryCount"]?.integerValue
        errorCausedBy = configuration?["errorCausedByState"]?.stringValue
        failedIterations = configuration?["mapIterationFailureCount"]?.integerValue
        readerData = configuration?["mapItemReaderData"]?.stringValue
        mock = try request["mock"]?.objectValue.map(Mock.init)
        let inputText = request["input"]?.stringValue ?? "{}"
        do throws(Diagnostic) { input = Text(text: inputText, value: try JSON(parsing: inputText)) } catch {
            throw .input(error)
        }
        let variablesText = request["variables"]?.stringValue ?? "{}"
        do throws(Diagnostic) { variables = Text(text: variablesText, value: try JSON(parsing: variablesText)) } catch {
            throw .validation("Variables must be valid JSON")
        }
        guard case .object = variables.value else { throw .validation("Variables must be a JSON object") }
        try check()
    }

    /// What can only be said beside something else.
    private func check() throws(StateTestError) {
        if mock != nil, revealsSecrets {
            throw .validation("TestState does not support RevealSecrets when a mock is specified.")
        }
        guard mock == nil else { return }
        let needsMock: [(String, Bool)] = [
            ("MapIterationFailureCount", failedIterations != nil), ("RetrierRetryCount", retryCount != nil),
            ("ErrorCausedByState", errorCausedBy != nil), ("MapItemReaderData", readerData != nil),
            ("Context", context != nil),
        ]
        for (name, isGiven) in needsMock where isGiven {
            throw .validation("TestState does not support \(name) when a mock is not specified.")
        }
    }
}

extension StateTestRequest.Mock {
    init(_ mock: JSONObject) throws(StateTestError) {
        result = mock["result"]?.stringValue
        failure = mock["errorOutput"]?.objectValue.map { output in
            TaskFailure(
                error: ErrorName(output["error"]?.stringValue ?? ""),
                cause: output["cause"]?.stringValue ?? ""
            )
        }
        mode = mock["fieldValidationMode"]?.stringValue.flatMap(FieldValidationMode.init) ?? .strict
        guard (result == nil) != (failure == nil) else {
            throw .validation("A test mock should have only one of the following fields: [result, errorOutput].")
        }
    }
}
