import FlowJSON
import FlowStore
import StatesLanguage

extension StepFunctionsAPI {
    /// A page of executions as the store lists them, the latest started first.
    ///
    /// - Parameters:
    ///   - query: which executions; its place and its limit are the page's.
    ///   - list: names the list in the page's tokens.
    func listed(
        _ query: ExecutionQuery,
        as list: String,
        _ page: PageRequest
    ) async throws -> Page<ExecutionSummary> {
        var query = query
        let now = now
        query.includesResults = false
        query.after = try page.position(in: list, now: now) { ExecutionCursor(position: $0) }
        query.limit = page.size + 1
        let executions = try await configuration.store.list(query)
        return Page(of: list, cut: executions, by: { $0.cursor.position }, page, now: now)
    }
}

extension ExecutionCursor {
    /// The place as a page's token holds it.
    fileprivate var position: String { "\(startedAt.milliseconds):\(sequence)" }

    fileprivate init?(position: String) {
        let parts = position.split(separator: ":")
        guard parts.count == 2, let milliseconds = Int64(parts[0]), let sequence = Int(parts[1]) else { return nil }
        self.init(startedAt: Timestamp(milliseconds: milliseconds), sequence: sequence)
    }
}

extension ExecutionSummary {
    /// The execution as lists show it.
    var listed: JSON {
        var object: JSONObject = [
            "executionArn": .string(id.text), "stateMachineArn": .string(stateMachineID), "name": .string(name),
            "status": .string(phase.rawValue), "startDate": startedAt.json, "redriveCount": 0,
        ]
        object["stopDate"] = stoppedAt?.json
        let attributes = ExecutionAttributes(attributes)
        object["stateMachineVersionArn"] = attributes.versionARN.map(JSON.string)
        object["stateMachineAliasArn"] = attributes.aliasARN.map(JSON.string)
        if let child {
            object["mapRunArn"] = .string(child.mapRunARN)
            if child.isBatch { object["itemCount"] = .integer(Int64(child.items)) }
        }
        return .object(object)
    }
}
