import FlowEngine
import FlowJSON
import FlowMachine
import FlowStore
import StatesLanguage

extension StepFunctionsAPI {
    /// The map run of an ARN.
    ///
    /// - Throws: `InvalidArn`, `ResourceNotFound`.
    func mapRun(_ arn: String) async throws -> StoredMapRun {
        let resource = try ResourceARN(arn)
        guard case .mapRun = resource.resource else { throw resource.isMisplaced }
        guard let run = try await engine.mapRun(arn) else { throw APIError.noResource(arn) }
        return run
    }

    /// The machine of a distributed Map's children: the Map's processor.
    func describeLabelled(_ arn: ResourceARN, _ wantsMetadataOnly: Bool) async throws -> JSONObject {
        guard case .labelled(let name, let label) = arn.resource else { throw arn.isMisplaced }
        let machine = try withRegistry { (registry) throws(APIError) in
            try registry.stateMachine("\(arn.prefix):stateMachine:\(name)", named: arn.text)
        }
        guard let processor = machine.revision.program.mapProcessors.first(where: { $0.label == label }) else {
            throw APIError.noStateMachine(arn.text)
        }
        let revision = machine.revision.processor(processor)
        var answer = machine.description(of: revision, as: arn.text, wantsMetadataOnly)
        answer["label"] = .string(label)
        return answer
    }

    /// The executions of a map run, the latest first.
    func listChildren(of arn: String, status: String?, _ page: PageRequest) async throws -> JSONObject {
        _ = try await mapRun(arn)
        let children = try await configuration.store.list(.mapRun(arn))
            .filter { status == nil || ($0.status?.name ?? "RUNNING") == status }
            .sorted { ($0.child?.number ?? 0) > ($1.child?.number ?? 0) }
        let shown = try Page(
            of: "children \(arn) \(status ?? "")",
            children,
            by: { $0.child?.number ?? 0 },
            page,
            now: now
        )
        var answer: JSONObject = ["executions": .array(shown.elements.map(\.listed))]
        answer.add(nextToken: shown.nextToken)
        return answer
    }
}

extension StoredMapRun {
    /// The machine of its children, as its ARN tells it.
    var stateMachineARN: String {
        let parts = arn.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count > 6 else { return arn }
        return "\(parts[..<5].joined(separator: ":")):stateMachine:\(parts[6])"
    }
}

extension ExecutionSummary {
    /// A child execution as lists show it.
    fileprivate var listed: JSON {
        var object: JSONObject = [
            "executionArn": .string(id.text), "stateMachineArn": .string(stateMachineID), "name": .string(name),
            "status": .string(status?.name ?? "RUNNING"), "startDate": startedAt.json, "redriveCount": 0,
        ]
        object["stopDate"] = stoppedAt?.json
        if let child {
            object["mapRunArn"] = .string(child.mapRunARN)
            if child.isBatch { object["itemCount"] = .integer(Int64(child.items)) }
        }
        return .object(object)
    }
}
