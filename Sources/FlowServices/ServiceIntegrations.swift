package import FlowJSON
package import FlowTasks
import FlowTransfer
import StatesLanguage

/// Calls the services that Task states name: Lambda functions, optimized integrations, and AWS's SDK.
package struct ServiceIntegrations: ServiceCaller {
    private let client: ServiceClient

    /// Integrations that call AWS, or what the environment names instead.
    package init(_ environment: ServiceEnvironment = .process) { client = ServiceClient(environment) }

    package func calls(_ resource: String) -> Bool { ServiceResource(resource) != nil }

    package func call(_ arguments: JSON, _ context: TaskContext) async throws -> JSON {
        let scope = CallerScope(context, client.environment)
        switch ServiceResource(context.resource) {
        case .function(let arn):
            context.monitor.started()
            return try await LambdaFunction(client: client, scope: scope.inRegion(of: arn)).invoke(arn, with: arguments)
        case .sdk(let service, let action):
            let call = ServiceCall(service, action, arguments, .sdk)
            guard call.found != nil else { throw call.unknown }
            context.monitor.started()
            return try await reply(to: call, for: scope).output
        case .optimized(let service, let action):
            return try await call(service, action, arguments, scope, context)
        case nil:
            throw TaskFailure(
                error: "Task.NotRegistered",
                cause: "The resource \"\(context.resource)\" names no service that can be called from here."
            )
        }
    }

    /// Calls an operation outside of any execution, named and given as by an `aws-sdk` resource.
    package func call(
        _ service: String,
        _ action: String,
        _ parameters: JSON,
        account: String,
        region: String
    ) async throws -> JSON {
        let call = ServiceCall(service, action, parameters, .sdk)
        return try await reply(to: call, for: CallerScope(account: account, region: region)).output
    }

    private func call(
        _ service: String,
        _ action: String,
        _ arguments: JSON,
        _ scope: CallerScope,
        _ context: TaskContext
    ) async throws -> JSON {
        switch (service, action) {
        case ("lambda", "invoke"):
            context.monitor.started()
            return try await LambdaFunction(client: client, scope: scope).invokeService(arguments)
        case ("apigateway", "invoke"):
            context.monitor.started()
            return try await APIGatewayCall(client: client, scope: scope).invoke(arguments)
        case ("http", "invoke"):
            context.monitor.started()
            return try await HTTPEndpointCall(client: client, scope: scope, connections: context.connections)
                .invoke(arguments)
        default: return try await callOptimized(service, action, arguments, scope, context)
        }
    }

    private func callOptimized(
        _ service: String,
        _ action: String,
        _ arguments: JSON,
        _ scope: CallerScope,
        _ context: TaskContext
    ) async throws -> JSON {
        guard let integration = OptimizedIntegration(service, action) else {
            throw ServiceCall(service, action, arguments, .optimized).unknown
        }
        context.monitor.started()
        let pattern = IntegrationPattern(of: context.resource)
        let waits = pattern == .sync || pattern == .sync2
        guard waits else { return try await submit(integration, arguments, scope, context) }
        guard let job = integration.job else {
            throw TaskFailure(
                error: "Task.NotRegistered",
                cause: "\(service):\(action) runs no job, so that it cannot end in \"\(pattern.suffix)\"."
            )
        }
        let submitted: JSON
        if let known = context.submittedOutput {
            submitted = known
        } else {
            submitted = try await submit(integration, arguments, scope, context)
            context.monitor.submitted(submitted)
        }
        let run = JobRun(job: job, arguments: arguments, submitted: submitted, parsesTexts: pattern == .sync2)
        return try await run.wait(client, scope, context.monitor)
    }

    private func submit(
        _ integration: OptimizedIntegration,
        _ arguments: JSON,
        _ scope: CallerScope,
        _ context: TaskContext
    ) async throws -> JSON {
        let parameters = integration.parameters(arguments, context)
        let call = ServiceCall(integration.service, integration.action, parameters, .optimized)
        let reply = try await reply(to: call, for: scope)
        return try integration.result(reply)
    }

    private func reply(to call: ServiceCall, for scope: CallerScope) async throws -> ServiceReply {
        try await client.translating(call) { try await client.call(call, for: scope) }
    }
}

extension ServiceClient {
    /// Does something and turns what goes wrong into failures of the flow.
    func translating<Result: Sendable>(_ call: ServiceCall, _ body: () async throws -> Result) async throws -> Result {
        do {
            return try await body()
        } catch let refusal as ServiceRefusal {
            throw refusal.failure(call.style)
        } catch let failure as WebFailure {
            guard let entry = ServiceCatalog.entries[call.service] else { throw failure }
            throw TaskFailure("Unable to execute HTTP request: \(failure.message)", of: entry, call.style)
        } catch let failure as TaskFailure where failure.error == "Files.AuthenticationFailed" {
            guard let entry = ServiceCatalog.entries[call.service] else { throw failure }
            throw TaskFailure("Unable to load credentials: \(failure.cause)", of: entry, call.style)
        }
    }
}
