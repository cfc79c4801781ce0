import FlowJSON

extension StepFunctionsAPI {
    /// The machine of a distributed Map's children.
    func describeLabelled(_ arn: ResourceARN, _ wantsMetadataOnly: Bool) async throws -> JSONObject {
        throw APIError.noStateMachine(arn.text)
    }

    /// The executions of a map run.
    func listChildren(of arn: String, status: String?, _ page: PageRequest) async throws -> JSONObject {
        throw APIError.noResource(arn)
    }
}
