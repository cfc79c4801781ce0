import FlowJSON
import FlowTasks
import StatesLanguage
import Testing

@testable import FlowServices

@Suite("Jobs", .timeLimit(.minutes(5)))
struct JobRunTests {
    private static let resource = "arn:aws:states:::states:startExecution.sync"

    /// A server whose executions end when they are looked at for the second time.
    private func server(status: String = "SUCCEEDED") throws -> ScriptedServer {
        try ScriptedServer { request, number in
            switch request.action {
            case "StartExecution": ServedAnswer(body: #"{"executionArn":"arn:child","startDate":1}"#)
            case "StopExecution": ServedAnswer(body: #"{"stopDate":1}"#)
            default:
                ServedAnswer(
                    body: number < 3
                        ? #"{"executionArn":"arn:child","status":"RUNNING"}"#
                        : #"{"executionArn":"arn:child","status":"\#(status)","input":"{}","output":"{\"a\":1}"}"#
                )
            }
        }
    }

    @Test("an execution is started, said to be submitted, and looked at until its end")
    func sync() async throws {
        let monitor = CallMonitor()
        let server = try server()
        let result = try await server.call(Self.resource, ["StateMachineArn": "arn:m", "Input": ["x": 1]], monitor)
        #expect(monitor.said == ["started", "submitted"])
        #expect(server.served.map(\.action) == ["StartExecution", "DescribeExecution", "DescribeExecution"])
        #expect(server.served.first?.body.contains(#""input":"{\"x\":1}""#) == true)
        #expect(result["Output"] == #"{"a":1}"#)
        #expect(result["SdkHttpMetadata"] == nil)
    }

    @Test("with .sync:2 the output is a value")
    func sync2() async throws {
        let result = try await server().call("\(Self.resource):2", ["StateMachineArn": "arn:m"])
        #expect(result["Output"] == ["a": 1])
        #expect(result["Input"] == [:])
    }

    @Test("the same attempt has always the same name")
    func name() async throws {
        let (first, second) = (try server(), try server())
        _ = try await first.call(Self.resource, ["StateMachineArn": "arn:m"])
        _ = try await second.call(Self.resource, ["StateMachineArn": "arn:m"])
        let names = try [first, second].map { try JSON(parsing: try #require($0.served.first).body)["name"] }
        #expect(names[0] == names[1])
        #expect(names[0]?.stringValue?.utf8.count == 36)
    }

    @Test("an execution that failed fails the task with its description")
    func failure() async throws {
        let server = try server(status: "FAILED")
        let failed = await #expect(throws: TaskFailure.self) {
            try await server.call(Self.resource, ["StateMachineArn": "arn:m"])
        }
        #expect(failed?.error == .taskFailed)
        #expect(failed?.cause.contains(#""Status":"FAILED""#) == true)
    }

    @Test("what an earlier process submitted is only looked at")
    func resumed() async throws {
        let monitor = CallMonitor()
        let server = try server()
        _ = try await server.call(
            Self.resource,
            ["StateMachineArn": "arn:m"],
            monitor,
            submitted: ["ExecutionArn": "arn:child"]
        )
        #expect(!server.served.map(\.action).contains("StartExecution"))
        #expect(monitor.said == ["started"])
    }

    @Test("a cancelled wait stops the execution, unless somebody answered in its stead", arguments: [false, true])
    func cancelled(isAnswered: Bool) async throws {
        let server = try ScriptedServer { request, _ in
            request.action == "StartExecution"
                ? ServedAnswer(body: #"{"executionArn":"arn:child","startDate":1}"#)
                : ServedAnswer(body: #"{"executionArn":"arn:child","status":"RUNNING"}"#)
        }
        await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                _ = try await server.call(
                    Self.resource,
                    ["StateMachineArn": "arn:m"],
                    CallMonitor(isAnswered: isAnswered)
                )
            }
            while server.served.count < 2 { await Task.yield() }
            group.cancelAll()
        }
        #expect(server.served.map(\.action).contains("StopExecution") == !isAnswered)
    }

    @Test(
        "the descriptions of jobs tell their end",
        arguments: [
            (.ecsTask, ["Tasks": [["LastStatus": "RUNNING"]]], nil),
            (.ecsTask, ["Tasks": [["LastStatus": "STOPPED", "Containers": [["ExitCode": 0]]]]], true),
            (.ecsTask, ["Tasks": [["LastStatus": "STOPPED", "Containers": [["ExitCode": 2]]]]], false),
            (.batchJob, ["Jobs": [["Status": "RUNNABLE"]]], nil),
            (.batchJob, ["Jobs": [["Status": "SUCCEEDED"]]], true),
            (.glueJobRun, ["JobRun": ["JobRunState": "STOPPING"]], nil),
            (.glueJobRun, ["JobRun": ["JobRunState": "TIMEOUT"]], false),
            (.athenaQuery, ["QueryExecution": ["Status": ["State": "SUCCEEDED"]]], true),
            (.athenaQuery, ["QueryExecution": ["Status": ["State": "QUEUED"]]], nil),
            (.execution, ["Status": "TIMED_OUT"], false),
        ] as [(Job, JSON, Bool?)]
    )
    func ends(job: Job, description: JSON, succeeded: Bool?) {
        #expect(job.end(description)?.succeeded == succeeded)
    }
}
