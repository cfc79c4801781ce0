import FlowJSON
import FlowStore
import StatesLanguage

extension StepFunctionsAPI {
    /// A page of executions as the store lists them, the latest started first.
    ///
    /// - Parameters:
    ///   - query: which executions; its place and its limit are the page's.
    ///   - list: names the list in the page's tokens.
    ///   - isWanted: what the query cannot tell.
    func listed(
        _ query: ExecutionQuery,
        as list: String,
        _ page: PageRequest,
        where isWanted: (ExecutionSummary) -> Bool = { _ in true }
    ) async throws -> Page<ExecutionSummary> {
        var query = query
        let now = now
        query.includesResults = false
        query.after = try page.position(in: list, now: now) { ExecutionCursor(position: $0) }
        query.limit = page.size + 1
        var executions: [ExecutionSummary] = []
        while executions.count <= page.size {
            let found = try await configuration.store.list(query)
            executions += found.filter(isWanted)
            guard found.count == query.limit, let last = found.last else { break }
            query.after = last.cursor
            query.limit = 1_000
        }
        executions = Array(executions.prefix(page.size + 1))
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
    ///
    /// - Parameter status: AWS's word for how far it is.
    func listed(as status: String) -> JSON {
        var object: JSONObject = [
            "executionArn": .string(id.text), "stateMachineArn": .string(stateMachineID), "name": .string(name),
            "status": .string(status), "startDate": startedAt.json, "redriveCount": .integer(Int64(redriveCount)),
        ]
        object["redriveDate"] = redrivenAt?.json
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
