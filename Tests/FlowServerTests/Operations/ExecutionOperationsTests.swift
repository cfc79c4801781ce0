import FlowEngine
import FlowJSON
import Testing

@testable import FlowServer

@Suite("Operations on executions")
struct ExecutionOperationsTests {
    @Test("an execution that succeeds is described with its input and output")
    func success() async throws {
        try await Served.with { served in
            let machine = try await served.machine("m")
            let arn = JSON.string(try await served.run(machine, input: #"{"n" : 1}"#))
            let described = try await served.call("DescribeExecution", ["executionArn": arn])
            #expect(described["status"] == "SUCCEEDED")
            #expect(described["input"] == #"{"n" : 1}"#)
            #expect(described["output"]?.stringValue.map { try? JSON(parsing: $0) } == ["n": 1])
            #expect(described["inputDetails"] == ["included": true])
            #expect(described["redriveStatusReason"] == "Execution is SUCCEEDED and cannot be redriven")
            let metadata: JSON = ["executionArn": arn, "includedData": "METADATA_ONLY"]
            let lean = try await served.call("DescribeExecution", metadata)
            #expect(lean["input"] == nil)
            #expect(lean["outputDetails"] == ["included": false])
        }
    }

    @Test("an execution that fails tells its error and cause, and could be redriven")
    func failure() async throws {
        try await Served.with { served in
            let arn = JSON.string(try await served.run(try await served.machine("m", Served.fail)))
            let described = try await served.call("DescribeExecution", ["executionArn": arn])
            #expect(described["status"] == "FAILED")
            #expect(described["error"] == "Broken")
            #expect(described["cause"] == "It broke.")
            #expect(described["output"] == nil)
        }
    }

    @Test("the same start finds the execution while it runs; another one of its name is refused")
    func names() async throws {
        try await Served.with { served in
            let machine = JSON.string(try await served.machine("m", Served.wait))
            let request: JSON = ["stateMachineArn": machine, "name": "e", "input": "[1]"]
            let first = try await served.call("StartExecution", request)
            #expect(try await served.call("StartExecution", request) == first)
            let taken = "Execution Already Exists: '\(Served.prefix):execution:m:e'"
            let other: JSON = ["stateMachineArn": machine, "name": "e", "input": "[2]"]
            try await served.refuses("StartExecution", other, "ExecutionAlreadyExists", taken)
            let arn = try #require(first["executionArn"])
            _ = try await served.call("StopExecution", ["executionArn": arn])
            try await served.refuses("StartExecution", request, "ExecutionAlreadyExists", taken)
        }
    }

    @Test("a stopped execution is aborted with the given error, and stays so")
    func stop() async throws {
        try await Served.with { served in
            let arn = JSON.string(try await served.start(try await served.machine("m", Served.wait)))
            let request: JSON = ["executionArn": arn, "error": "Enough", "cause": "No more."]
            let stopped = try await served.call("StopExecution", request)
            #expect(try await served.call("StopExecution", ["executionArn": arn]) == stopped)
            let described = try await served.call("DescribeExecution", ["executionArn": arn])
            #expect(described["status"] == "ABORTED")
            #expect(described["error"] == "Enough")
            #expect(described["stopDate"] == stopped["stopDate"])
        }
    }

    @Test("a history comes in pages, forwards and backwards, with and without data")
    func history() async throws {
        try await Served.with { served in
            let arn = JSON.string(try await served.run(try await served.machine("m"), input: #"{"a":1}"#))
            let ids = { (answer: JSON) in answer["events"]?.arrayValue?.compactMap { $0["id"]?.integerValue } }
            let first = try await served.call("GetExecutionHistory", ["executionArn": arn, "maxResults": 3])
            #expect(ids(first) == [1, 2, 3])
            let token = try #require(first["nextToken"])
            let second = try await served.call("GetExecutionHistory", ["executionArn": arn, "nextToken": token])
            #expect(ids(second) == [4])
            #expect(second["nextToken"] == nil)
            let backwards: JSON = ["executionArn": arn, "reverseOrder": true, "maxResults": 3]
            let last = try await served.call("GetExecutionHistory", backwards)
            #expect(ids(last) == [4, 3, 2])
            let rest = try #require(last["nextToken"])
            let before: JSON = ["executionArn": arn, "reverseOrder": true, "nextToken": rest]
            #expect(ids(try await served.call("GetExecutionHistory", before)) == [1])
            try await served.refuses(
                "GetExecutionHistory",
                ["executionArn": arn, "nextToken": rest],
                "InvalidToken",
                "Invalid Token: 'Invalid token'"
            )
            let lean: JSON = ["executionArn": arn, "includeExecutionData": false, "maxResults": 1]
            let details = try await served.call("GetExecutionHistory", lean)["events"]?[0]?[
                "executionStartedEventDetails"
            ]
            #expect(details == ["roleArn": .string(Served.role)])
        }
    }

    @Test("lists show the newest first and can be filtered")
    func list() async throws {
        try await Served.with { served in
            let machine = try await served.machine("m", Served.wait)
            let first = try await served.start(machine)
            let second = try await served.start(machine)
            _ = try await served.call("StopExecution", ["executionArn": .string(first)])
            let all = try await served.call("ListExecutions", ["stateMachineArn": .string(machine)])
            let arns = all["executions"]?.arrayValue?.compactMap { $0["executionArn"]?.stringValue }
            #expect(arns == [second, first])
            let request: JSON = ["stateMachineArn": .string(machine), "statusFilter": "ABORTED"]
            let aborted = try await served.call("ListExecutions", request)["executions"]
            #expect(aborted?.arrayValue?.count == 1)
            #expect(aborted?[0]?["status"] == "ABORTED")
            #expect(aborted?[0]?["stopDate"] != nil)
        }
    }

    @Test("lists come in pages, whatever starts meanwhile")
    func pages() async throws {
        try await Served.with { served in
            let machine = try await served.machine("m", Served.wait)
            var started: [String] = []
            for _ in 1...5 { started.append(try await served.start(machine)) }
            var listed: [String] = []
            var request: JSONObject = ["stateMachineArn": .string(machine), "maxResults": 2]
            repeat {
                let page = try await served.call("ListExecutions", .object(request))
                listed += page["executions"]?.arrayValue?.compactMap { $0["executionArn"]?.stringValue } ?? []
                request["nextToken"] = page["nextToken"]
                _ = try await served.start(machine)
            } while request["nextToken"] != nil
            #expect(listed == started.reversed())
            let other: JSON = [
                "stateMachineArn": .string(machine), "statusFilter": "RUNNING",
                "nextToken": .string(PageToken(list: "other", position: "1:1", issuedAt: served.clock.now).text),
            ]
            try await served.refuses(
                "ListExecutions",
                other,
                "InvalidToken",
                "Invalid Token: 'Invalid token'"
            )
        }
    }

    @Test("of many starts of one name at a time one begins, and the others find it")
    func starts() async throws {
        try await Served.with { served in
            let machine = JSON.string(try await served.machine("m", Served.wait))
            let request: JSON = ["stateMachineArn": machine, "name": "e", "input": "[1]"]
            let answers = try await withThrowingTaskGroup(of: JSON.self) { group in
                for _ in 1...20 { group.addTask { try await served.call("StartExecution", request) } }
                return try await group.reduce(into: Set<JSON>()) { $0.insert($1) }
            }
            #expect(answers.count == 1)
        }
    }

    @Test("EXPRESS executions answer at their end and are not kept for descriptions")
    func express() async throws {
        try await Served.with { served in
            let machine = JSON.string(try await served.machine("m", Served.pass, ["type": "EXPRESS"]))
            let request: JSON = ["stateMachineArn": machine, "name": "e", "input": "[1]"]
            let answer = try await served.call("StartSyncExecution", request)
            #expect(answer["status"] == "SUCCEEDED")
            #expect(answer["output"] == "[1]")
            #expect(
                answer["billingDetails"] == ["billedMemoryUsedInMB": 64, "billedDurationInMilliseconds": 100]
            )
            let arn = try #require(answer["executionArn"])
            #expect(arn.stringValue?.hasPrefix("\(Served.prefix):express:m:e:") == true)
            try await served.refuses(
                "DescribeExecution",
                ["executionArn": arn],
                "InvalidArn",
                "Invalid Arn: 'Resource type not valid in this context: express'"
            )
            let standard = JSON.string(try await served.machine("s"))
            try await served.refuses(
                "StartSyncExecution",
                ["stateMachineArn": standard],
                "StateMachineTypeNotSupported",
                "This operation is not supported by this type of state machine"
            )
        }
    }

    @Test(
        "wrong requests are refused in AWS's words",
        arguments: [
            (
                "StartExecution", ["stateMachineArn": .string("\(Served.prefix):stateMachine:m"), "input": ""],
                "InvalidExecutionInput", "Invalid State Machine Execution Input: 'Invalid execution input.'"
            ),
            (
                "TestState", ["definition": .string(#"{"Type": "Succeed"}"#), "input": "{"], "InvalidExecutionInput",
                """
                Invalid State Machine Execution Input: 'Unexpected end-of-input: expected close marker for Object (start \
                marker at [Source: (String)"{"; line: 1, column: 2])'
                """
            ),
            (
                "StartExecution", ["stateMachineArn": .string("\(Served.prefix):stateMachine:none")],
                "StateMachineDoesNotExist", "State Machine Does Not Exist: '\(Served.prefix):stateMachine:none'"
            ),
            (
                "DescribeExecution", ["executionArn": .string("\(Served.prefix):execution:m:none")],
                "ExecutionDoesNotExist", "Execution Does Not Exist: '\(Served.prefix):execution:m:none'"
            ),
            ("DescribeExecution", ["executionArn": "x"], "InvalidArn", "Invalid Arn: 'Invalid ARN prefix: x'"),
            (
                "ListExecutions", [:], "ValidationException",
                "Must provide exactly one of 'stateMachineArn' or 'mapRunArn'"
            ),
            ("Nothing", [:], "UnknownOperationException", "The operation \"Nothing\" is not known."),
        ] as [(String, JSON, String, String)]
    )
    func refusals(operation: String, input: JSON, code: String, message: String) async throws {
        try await Served.with { served in
            _ = try await served.machine("m")
            try await served.refuses(operation, input, code, message)
        }
    }

    @Test("bodies that are no JSON objects are refused", arguments: ["{", "[]", "1", "\u{0}", "{\"a\":"])
    func malformed(body: String) async throws {
        try await Served.with { served in
            let request = APIRequest(operation: "ListStateMachines", body: Array(body.utf8))
            let response = await served.api.answer(request)
            #expect(response.status == 400)
            #expect(response.body.contains("#SerializationException"))
        }
    }
}
