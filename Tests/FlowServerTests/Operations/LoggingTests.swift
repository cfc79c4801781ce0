import FlowJSON
import FlowMachine
import Synchronization
import Testing

@testable import FlowServer

@Suite("Logs and status changes")
struct LoggingTests {
    /// Takes calls and answers them.
    private final class Services: ServiceCalls {
        let calls = Mutex<[(operation: String, parameters: JSON)]>([])

        func call(_ service: String, _ operation: String, _ parameters: JSON, account: String) async throws -> JSON {
            calls.withLock { $0.append((operation, parameters)) }
            return operation == "describeLogGroups" ? ["LogGroups": [["LogGroupName": "group"]]] : [:]
        }

        func parameters(of operation: String) -> [JSON] {
            calls.withLock { calls in calls.filter { $0.operation == operation }.map(\.parameters) }
        }
    }

    private static func logging(_ level: String, group: String = "group") -> JSONObject {
        let arn = "arn:aws:logs:eu-central-1:123456789012:log-group:\(group):*"
        return [
            "loggingConfiguration": [
                "level": .string(level), "includeExecutionData": true,
                "destinations": [["cloudWatchLogsLogGroup": ["logGroupArn": .string(arn)]]],
            ]
        ]
    }

    /// Runs a body, then delivers all that was posted.
    private static func delivered(_ body: (Served) async throws -> Void) async throws -> Services {
        let services = Services()
        try await Served.with { configuration in
            configuration.logs = services
            configuration.events = services
        } _: { served in
            try await body(served)
            served.api.outbox.close()
            await served.api.deliver()
        }
        return services
    }

    @Test(
        "an execution's events are logged by its level",
        arguments: [("ALL", 3), ("ERROR", 2), ("FATAL", 1), ("OFF", 0)]
    )
    func levels(level: String, count: Int) async throws {
        let services = try await Self.delivered { served in
            _ = try await served.run(try await served.machine("m", Served.fail, Self.logging(level)))
        }
        let events = services.parameters(of: "putLogEvents").flatMap { $0["LogEvents"]?.arrayValue ?? [] }
        #expect(events.count == count)
        guard count > 0 else { return }
        #expect(services.parameters(of: "createLogStream").count == 1)
        let last = try JSON(parsing: events.last?["Message"]?.stringValue ?? "")
        #expect(last["id"] == "3")
        #expect(last["type"] == "ExecutionFailed")
        #expect(last["details"] == ["error": "Broken", "cause": "It broke."])
        #expect(last["previous_event_id"] == "2")
        #expect(last["redrive_count"] == "0")
    }

    /// Keeps lines.
    private final class Lines: LogLines {
        let kept = Mutex<[String]>([])

        func write(_ lines: [String]) async throws { kept.withLock { $0 += lines } }
    }

    @Test("an execution's events are written as lines where no service takes them")
    func lines() async throws {
        let lines = Lines()
        var arn = ""
        try await Served.with {
            $0.logLines = lines
        } _: { served in
            arn = try await served.run(try await served.machine("m", Served.fail, Self.logging("ALL")))
            _ = try await served.run(try await served.machine("silent", Served.fail))
            served.api.outbox.close()
            await served.api.deliver()
        }
        let records = try lines.kept.withLock { $0 }.map { try JSON(parsing: $0) }
        #expect(records.map { $0["type"] } == ["ExecutionStarted", "FailStateEntered", "ExecutionFailed"])
        #expect(records.allSatisfy { $0["execution_arn"] == .string(arn) })
    }

    @Test(
        "a destination that is no log group is refused",
        arguments: [
            (
                "{}", "InvalidLoggingConfiguration",
                "Invalid Logging Configuration: Must specify exactly one Log Destination."
            ),
            (
                #"{"cloudWatchLogsLogGroup": {}}"#, "InvalidLoggingConfiguration",
                "Invalid Logging Configuration: Must specify exactly one Log Destination."
            ),
            (
                #"{"cloudWatchLogsLogGroup": {"logGroupArn": "x"}}"#, "InvalidArn",
                "Invalid Arn: 'Invalid ARN prefix: x'"
            ),
            (
                #"{"cloudWatchLogsLogGroup": {"logGroupArn": "arn:aws:s3:::bucket"}}"#, "InvalidLoggingConfiguration",
                "Invalid Logging Configuration: Log Destination not found."
            ),
        ]
    )
    func badDestination(destination: String, code: String, message: String) async throws {
        let logging: JSON = ["level": "ALL", "destinations": [try JSON(parsing: destination)]]
        try await Served.with { served in
            let input: JSON = [
                "name": "m", "definition": .string(Served.pass), "roleArn": .string(Served.role),
                "loggingConfiguration": logging,
            ]
            try await served.refuses("CreateStateMachine", input, code, message)
        }
    }

    @Test("a log group that is not there is refused")
    func missingGroup() async throws {
        _ = try await Self.delivered { served in
            var input = Self.logging("ALL", group: "none")
            input["name"] = "m"
            input["definition"] = .string(Served.pass)
            input["roleArn"] = .string(Served.role)
            try await served.refuses(
                "CreateStateMachine",
                .object(input),
                "InvalidLoggingConfiguration",
                "Invalid Logging Configuration: Log Destination not found."
            )
        }
    }

    @Test("a standard execution tells when it starts and ends, an EXPRESS one does not")
    func statusChanges() async throws {
        let services = try await Self.delivered { served in
            _ = try await served.run(try await served.machine("m", Served.fail))
            let express = try await served.machine("e", Served.pass, ["type": "EXPRESS"])
            _ = try await served.call("StartSyncExecution", ["stateMachineArn": .string(express)])
        }
        let entries = services.parameters(of: "putEvents").compactMap { $0["Entries"]?[0] }
        let details = try entries.map { try JSON(parsing: $0["Detail"]?.stringValue ?? "") }
        #expect(details.compactMap { $0["status"]?.stringValue } == ["RUNNING", "FAILED"])
        #expect(entries.first?["Source"] == "aws.states")
        #expect(details.first?["stopDate"] == JSON.null)
        #expect(details.last?["error"] == "Broken")
        #expect(details.last?["redriveStatus"] == "REDRIVABLE")
    }
}
