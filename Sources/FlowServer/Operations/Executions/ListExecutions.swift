import FlowJSON
import FlowMachine

/// Lists the executions of a state machine, of a version or an alias, the newest first.
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
        if let mapRunARN { return try await api.listChildren(of: mapRunARN, status: status, page) }
        guard redriveFilter == nil else {
            throw APIError.validation("'redriveFilter' can only be used with 'mapRunArn'")
        }
        guard status != "PENDING_REDRIVE" else {
            throw APIError.validation("The status PENDING_REDRIVE can only be used with 'mapRunArn'")
        }
        let arn = stateMachineARN ?? ""
        let (machineARN, qualifier) = try ResourceARN(arn).stateMachine()
        let now = api.now
        let shown = try api.withRegistry { (registry) throws(APIError) in
            let machine = try registry.stateMachine(machineARN, named: arn)
            guard machine.type == .standard else { throw .typeNotSupported }
            _ = try machine.target(qualifier, named: arn)
            let records = registry.executions
            let executions = (registry.executionsOfMachine[machineARN] ?? []).reversed().lazy
                .compactMap { records[$0] }
                .filter { status == nil || $0.status == status }
                .filter { qualifier == nil || $0.versionARN == arn || $0.aliasARN == arn }
            return try Page<ExecutionRecord>(
                of: "executions \(arn) \(status ?? "")",
                executions,
                by: { $0.sequence },
                page,
                now: now
            )
        }
        var answer: JSONObject = ["executions": .array(shown.elements.map(\.listed))]
        answer.add(nextToken: shown.nextToken)
        return answer
    }
}

extension ExecutionRecord {
    /// The execution as lists show it.
    var listed: JSON {
        var object: JSONObject = [
            "executionArn": .string(arn), "stateMachineArn": .string(identity.stateMachineID),
            "name": .string(identity.name), "status": .string(status), "startDate": startedAt.json,
            "redriveCount": 0,
        ]
        object["stopDate"] = stoppedAt?.json
        object["stateMachineVersionArn"] = versionARN.map(JSON.string)
        object["stateMachineAliasArn"] = aliasARN.map(JSON.string)
        return .object(object)
    }
}
