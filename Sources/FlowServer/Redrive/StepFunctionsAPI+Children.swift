import FlowJSON
import FlowStore
import StatesLanguage

extension StepFunctionsAPI {
    /// The executions of a map run, the latest first.
    ///
    /// - Parameters:
    ///   - status: AWS's word for how far they are, or `nil`.
    ///   - filter: whether those are wanted that were redriven, or those that were not; `nil` for both.
    func listChildren(
        of arn: String,
        status: String?,
        filter: String?,
        _ page: PageRequest
    ) async throws -> JSONObject {
        let run = try await mapRun(arn)
        var query = ExecutionQuery.mapRun(arn)
        query.phase = status.flatMap(ExecutionPhase.init)
        let list = "children \(arn) \(status ?? "") \(filter ?? "")"
        let shown = try await listed(query, as: list, page) { child in
            (status == nil || child.status(in: run) == status)
                && (filter == nil || (child.redriveCount > 0) == (filter == "REDRIVEN"))
        }
        var answer: JSONObject = ["executions": .array(shown.elements.map { $0.listed(as: $0.status(in: run)) })]
        answer.add(nextToken: shown.nextToken)
        return answer
    }
}
