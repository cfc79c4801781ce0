import FlowJSON
import FlowStore

/// Lists the executions of a state machine, of a version or an alias, the newest first.
///
/// Executions outlive their machine: one that is made anew under the name lists those of its forerunner too.
struct ListExecutions: Operation {
    static let members: [Member] = [
        .optional("stateMachineArn", .arn), .optional("statusFilter", .executionStatus),
        .optional("maxResults", .pageSize), .optional("nextToken", .executionsPageToken),
        .optional("mapRunArn", .longArn), .optional("redriveFilter", .redriveFilter),
    ]

    let stateMachineARN: String?
    let mapRunARN: String?
    let status: String?
    let redriveFilter: String?
    let page: PageRequest

    init(_ input: Input) {
        stateMachineARN = input.optionalText("stateMachineArn")
        mapRunARN = input.optionalText("mapRunArn")
        status = input.optionalText("statusFilter")
        redriveFilter = input.optionalText("redriveFilter")
        page = PageRequest(input)
    }

    func perform(in api: StepFunctionsAPI, for caller: Caller) async throws -> JSONObject {
        guard (stateMachineARN == nil) != (mapRunARN == nil) else {
            throw APIError.validation("Must provide exactly one of 'stateMachineArn' or 'mapRunArn'")
        }
        if let mapRunARN {
            return try await api.listChildren(of: mapRunARN, status: status, filter: redriveFilter, page)
        }
        guard redriveFilter == nil else {
            throw APIError.validation("'redriveFilter' can only be used with 'mapRunArn'")
        }
        guard status != "PENDING_REDRIVE" else {
            throw APIError.validation("The status PENDING_REDRIVE can only be used with 'mapRunArn'")
        }
        let arn = stateMachineARN ?? ""
        let (machineARN, qualifier) = try ResourceARN(arn).stateMachine()
        let machine = try api.registry.stateMachine(machineARN, named: arn)
        guard machine.type == .standard else { throw APIError.typeNotSupported }
        let target = try machine.target(qualifier, named: arn)
        let selection: ExecutionQuery.Selection =
            if target.alias != nil { .alias(arn) } else if qualifier != nil { .version(arn) } else {
                .stateMachine(machineARN)
            }
        let query = ExecutionQuery(selection, phase: status.flatMap(ExecutionPhase.init))
        let list = "executions \(arn) \(status ?? "")"
        let shown = try await api.listed(query, as: list, page)
        var answer: JSONObject = ["executions": .array(shown.elements.map { $0.listed(as: $0.phase.rawValue) })]
        answer.add(nextToken: shown.nextToken)
        return answer
    }
}
