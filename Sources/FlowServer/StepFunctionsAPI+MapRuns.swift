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
        let machine = try registry.stateMachine("\(arn.prefix):stateMachine:\(name)", named: arn.text)
        guard let revision = try machine.revision.processor(labelled: label, by: configuration.reading) else {
            throw APIError.noStateMachine(arn.text)
        }
        var answer = machine.description(of: revision, as: arn.text, wantsMetadataOnly)
        answer["label"] = .string(label)
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
