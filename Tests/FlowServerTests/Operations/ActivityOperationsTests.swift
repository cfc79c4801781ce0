import FlowEngine
import FlowJSON
import FlowStore
import Testing

@testable import FlowServer

@Suite("Activities and task tokens")
struct ActivityOperationsTests {
    private static let arn = "\(Served.prefix):activity:work"
    private static let definition = """
        {"StartAt": "A", "States": {"A": {"Type": "Task", "Resource": "\(arn)", "HeartbeatSeconds": 60, "End": true}}}
        """

    @Test("an activity is made once, described, listed and deleted")
    func life() async throws {
        try await Served.with { served in
            let made = try await served.call("CreateActivity", ["name": "work"])
            #expect(made["activityArn"] == .string(Self.arn))
            #expect(try await served.call("CreateActivity", ["name": "work"]) == made)
            _ = try await served.call("CreateActivity", ["name": "other"])
            let listed = try await served.call("ListActivities", [:])["activities"]?.arrayValue
            #expect(listed?.compactMap { $0["name"]?.stringValue } == ["work", "other"])
            let request: JSON = ["activityArn": .string(Self.arn)]
            #expect(try await served.call("DescribeActivity", request)["name"] == "work")
            for _ in 0..<2 { _ = try await served.call("DeleteActivity", request) }
            let missing = "Activity Does Not Exist: '\(Self.arn)'"
            try await served.refuses("DescribeActivity", request, "ActivityDoesNotExist", missing)
            try await served.refuses("GetActivityTask", request, "ActivityDoesNotExist", missing)
        }
    }

    @Test("a worker gets the task and gives its result")
    func success() async throws {
        try await Served.with { served in
            _ = try await served.call("CreateActivity", ["name": "work"])
            let execution = try await served.start(try await served.machine("m", Self.definition), input: "[1]")
            let request: JSON = ["activityArn": .string(Self.arn), "workerName": "me"]
            let task = try await served.call("GetActivityTask", request)
            #expect(task["input"] == "[1]")
            let token = try #require(task["taskToken"])
            _ = try await served.call("SendTaskHeartbeat", ["taskToken": token])
            try await served.refuses(
                "SendTaskSuccess",
                ["taskToken": token, "output": "not JSON"],
                "InvalidOutput",
                "Invalid Output: 'Unrecognized token 'not': was expecting "
                    + "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')'"
            )
            _ = try await served.call("SendTaskSuccess", ["taskToken": token, "output": "{\"n\": 1}"])
            _ = try await served.api.engine.result(of: .init(execution))
            let described = try await served.call("DescribeExecution", ["executionArn": .string(execution)])
            #expect(described["output"]?.stringValue.map { try? JSON(parsing: $0) } == ["n": 1])
            let late = try await served.ask("SendTaskSuccess", ["taskToken": token, "output": "1"])
            #expect(late.body["__type"]?.stringValue?.hasSuffix("#TaskDoesNotExist") == true)
        }
    }

    @Test("a worker's failure fails the task")
    func failure() async throws {
        try await Served.with { served in
            _ = try await served.call("CreateActivity", ["name": "work"])
            let execution = try await served.start(try await served.machine("m", Self.definition))
            let task = try await served.call("GetActivityTask", ["activityArn": .string(Self.arn)])
            let token = try #require(task["taskToken"])
            _ = try await served.call("SendTaskFailure", ["taskToken": token, "error": "Bad", "cause": "It is."])
            _ = try await served.api.engine.result(of: .init(execution))
            let described = try await served.call("DescribeExecution", ["executionArn": .string(execution)])
            #expect(described["error"] == "Bad")
            #expect(described["cause"] == "It is.")
        }
    }

    @Test("a token that was never given is invalid")
    func wrongToken() async throws {
        try await Served.with { served in
            let message = "Invalid Token: 'Invalid token'"
            let request: JSON = ["taskToken": "x"]
            try await served.refuses("SendTaskHeartbeat", request, "InvalidToken", message)
        }
    }
}
