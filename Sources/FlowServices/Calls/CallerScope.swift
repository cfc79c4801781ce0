import FlowJSON
import FlowTasks
import FlowTransfer
import StatesLanguage

/// For whom a task's services are called: region, account and role.
struct CallerScope: Hashable, Sendable {
    private(set) var region: String
    /// The account that is asked: the role's, where the state has `Credentials`, or the execution's.
    let account: String
    /// The role to assume, or `nil` for the process's own credentials.
    private(set) var role: String?
    /// The role with which the execution runs.
    let executionRole: String
    /// The `traceparent` header of calls, or `nil` where nobody traces.
    let traceParent: String?

    init(_ context: TaskContext, _ environment: ServiceEnvironment) {
        let execution = context.executionID.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        let isARN = execution.count > 5 && execution[0] == "arn"
        region = isARN && !execution[3].isEmpty ? execution[3] : environment.region
        role = context.credentials?["RoleArn"]?.stringValue
        let roleParts = (role ?? "").split(separator: ":", omittingEmptySubsequences: false)
        account = roleParts.count > 4 ? String(roleParts[4]) : isARN ? execution[4] : ""
        executionRole = context.roleARN
        traceParent = context.traceParent
    }

    /// A call outside of any execution, with the process's own credentials.
    init(account: String, region: String) {
        self.region = region
        self.account = account
        executionRole = ""
        traceParent = nil
    }

    /// The same in the region of an ARN, where it names one.
    func inRegion(of arn: String) -> CallerScope {
        let parts = arn.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count > 3, !parts[3].isEmpty else { return self }
        var scope = self
        scope.region = String(parts[3])
        return scope
    }

    /// The same with the process's own credentials.
    var withoutRole: CallerScope {
        var scope = self
        scope.role = nil
        return scope
    }
}

extension WebRequest {
    /// Lets who is called go on with the caller's trace, where the request says nothing of its own.
    mutating func goOn(with scope: CallerScope) {
        guard let parent = scope.traceParent, !headers.contains(where: { $0.name.lowercased() == "traceparent" }) else {
            return
        }
        headers.append(("traceparent", parent))
    }
}
