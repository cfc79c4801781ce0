import FlowEngine
import FlowJSON
import FlowMachine
import FlowStore
import FlowTasks
import StatesLanguage
import Synchronization
import Testing

@Suite("Map runs", .timeLimit(.minutes(5)))
struct MapRunTests {
    /// A machine whose one state is a distributed Map; children ask for the task `work`.
    static func machine(_ fields: String = "", children: String? = nil) -> String {
        let task = #"{"Type": "Task", "Resource": "\#(TaskResource.arn(of: "work"))", "End": true}"#
        return """
            {"StartAt": "Each", "States": {"Each": {"Type": "Map", "Label": "each", \(fields.isEmpty ? "" : fields + ",")
             "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
              "StartAt": "Item", "States": {"Item": \(children ?? task)}}, "End": true}}}
            """
    }

    static let reader =
        #""ItemReader": {"Resource": "arn:aws:states:::s3:getObject", "ReaderConfig": {"InputType": "CSV"}}"#

    /// Doubles numbers; fails for negative ones.
    static let double = TestHandler("work") { input, _ in
        guard let number = input.integerValue else { return input }
        if number < 0 { throw TaskFailure(error: "Negative", cause: "\(number)") }
        // The first ends last.
        for _ in 0..<max(0, 20 - number) { await Task.yield() }
        return .integer(2 * number)
    }

    @Test("results are in the items' order, and the map run counts them")
    func order() async throws {
        let flow = try TestFlow(Self.machine(), Self.double)
        let numbers = (0..<50).map { JSON.integer($0) }
        let (result, runs, children) = try await Engine.with(flow.configuration) { engine in
            let result = try await engine.run(flow.program, as: TestFlow.identity, input: .array(numbers))
            let runs = try await engine.mapRuns(of: result.id)
            return (result, runs, try await flow.configuration.store.list(.mapRun(runs[0].arn)))
        }
        #expect(result.output == .array((0..<50).map { .integer(2 * $0) }))
        #expect(runs.count == 1)
        #expect(runs[0].status == .succeeded)
        #expect(runs[0].items.succeeded == 50)
        #expect(runs[0].items.total == 50)
        #expect(runs[0].items.pending == 0)
        #expect(runs[0].executions.succeeded == 50)
        #expect(children.count == 50)
        #expect(Set(children.map(\.stateMachineID)).count == 1)
        #expect(children.allSatisfy { $0.status?.name == "SUCCEEDED" })
        let child = try #require(children.first { $0.child?.number == 7 })
        let history = try await flow.configuration.store.events(of: child.id, from: 1, limit: .max)
        #expect(history.map(\.type.rawValue).first == "ExecutionStarted")
        #expect(history.last?.value == 14)
    }

    @Test("no more children run at a time than MaxConcurrency", arguments: [1, 3])
    func concurrency(most: Int) async throws {
        let gauge = Gauge(wanted: most)
        let flow = try TestFlow(
            Self.machine(#""MaxConcurrency": \#(most)"#),
            TestHandler("work") { input, _ in
                await gauge.hold()
                return input
            }
        )
        let result = try await flow.run(.array((0..<20).map { .integer($0) }))
        #expect(result.output?.arrayValue?.count == 20)
        #expect(gauge.most == most)
    }

    @Test(
        "failures are tolerated as far as the state says",
        arguments: [
            ("", 0, true), ("", 1, false),
            (#""ToleratedFailureCount": 2"#, 2, true), (#""ToleratedFailureCount": 2"#, 3, false),
            (#""ToleratedFailurePercentage": 50"#, 5, true), (#""ToleratedFailurePercentage": 50"#, 6, false),
            (#""ToleratedFailurePercentage": 100"#, 10, true),
            (#""ToleratedFailureCount": 9, "ToleratedFailurePercentage": 10"#, 2, false),
            (#""ToleratedFailureCount": 1, "ToleratedFailurePercentage": 90"#, 2, false),
        ] as [(String, Int, Bool)]
    )
    func tolerance(fields: String, failures: Int, isTolerated: Bool) async throws {
        let flow = try TestFlow(Self.machine(fields), Self.double)
        let items = (0..<10).map { JSON.integer($0 < failures ? -1 : Int64($0)) }
        let (result, run) = try await Engine.with(flow.configuration) { engine in
            let result = try await engine.run(flow.program, as: TestFlow.identity, input: .array(items))
            return (result, try await engine.mapRuns(of: result.id)[0])
        }
        #expect(run.executions.running == 0)
        if isTolerated {
            let outputs = try #require(result.output?.arrayValue)
            #expect(outputs.count == 10)
            // A failure keeps its whole record.
            #expect(outputs.filter { $0["Status"] == "FAILED" && $0["Error"] == "Negative" }.count == failures)
            #expect(run.status == .succeeded)
            #expect(run.items.failed == failures)
        } else {
            #expect(result.error == "States.ExceedToleratedFailureThreshold")
            #expect(result.cause == "The specified tolerated failure threshold was exceeded")
            #expect(run.status == .failed)
            #expect(result.types.suffix(3) == ["MapRunFailed", "MapStateFailed", "ExecutionFailed"])
        }
    }

    @Test("batches count by their items")
    func batches() async throws {
        let pass = #"{"Type": "Pass", "End": true}"#
        let flow = try TestFlow(Self.machine(#""ItemBatcher": {"MaxItemsPerBatch": 4}"#, children: pass))
        let (result, run) = try await Engine.with(flow.configuration) { engine in
            let result = try await engine.run(flow.program, as: TestFlow.identity, input: [1, 2, 3, 4, 5])
            return (result, try await engine.mapRuns(of: result.id)[0])
        }
        #expect(result.output == [["Items": [1, 2, 3, 4]], ["Items": [5]]])
        #expect(run.items.total == 5)
        #expect(run.executions.total == 2)
    }

    @Test(
        "inline results take the form that WriterConfig asks for",
        arguments: [("COMPACT", "[[0],[2]]"), ("FLATTEN", "[0,2]")]
    )
    func forms(form: String, expected: String) async throws {
        let flow = try TestFlow(
            Self.machine(#""ResultWriter": {"WriterConfig": {"Transformation": "\#(form)", "OutputType": "JSON"}}"#),
            TestHandler("work") { input, _ in [.integer(2 * (input.integerValue ?? 0))] }
        )
        #expect(try await flow.run([0, 1]).output?.text == expected)
    }

    @Test("untransformed inline results tell all of each child")
    func whole() async throws {
        let flow = try TestFlow(
            Self.machine(#""ResultWriter": {"WriterConfig": {"Transformation": "NONE"}}"#),
            Self.double
        )
        let record = try #require(try await flow.run([3]).output?[0])
        #expect(record["Input"] == "3")
        #expect(record["Output"] == "6")
        #expect(record["Status"] == "SUCCEEDED")
        #expect(record["RedriveStatus"] == "NOT_REDRIVABLE")
        let name = try #require(record["Name"]?.stringValue)
        #expect(record["ExecutionArn"]?.stringValue?.hasSuffix(":execution:test/each:\(name)") == true)
        #expect(record["StateMachineArn"]?.stringValue?.hasSuffix(":stateMachine:test/each") == true)
    }

    @Test("results over the limit fail the state and are not kept")
    func tooLarge() async throws {
        let flow = try TestFlow(
            Self.machine(),
            TestHandler("work") { _, _ in .string(String(repeating: "x", count: 100_000)) }
        )
        let result = try await flow.run([1, 2, 3])
        #expect(result.error == "States.DataLimitExceeded")
        #expect(result.types.suffix(3) == ["MapRunSucceeded", "MapStateFailed", "ExecutionFailed"])
    }

    @Test("an item that makes a child's input too large fails the map run")
    func inputTooLarge() async throws {
        let flow = try TestFlow(
            Self.machine(#""ItemSelector": {"a.$": "$", "b.$": "$", "c.$": "$"}"#),
            Self.double
        )
        let result = try await flow.run([.string(String(repeating: "x", count: 100_000))])
        #expect(result.error == "States.DataLimitExceeded")
        #expect(result.types.contains("MapRunFailed"))
    }

    @Test("a distributed Map inside another one is a map run of the child")
    func nested() async throws {
        let inner = """
            {"Type": "Map", "Label": "inner", "End": true, "ItemProcessor": {
             "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
             "StartAt": "In", "States": {"In": {"Type": "Task", "Resource": "\(TaskResource.arn(of: "work"))", "End": true}}}}
            """
        let flow = try TestFlow(Self.machine(children: inner), Self.double)
        let input: JSON = [[1, 2], [], [3]]
        let (result, arns) = try await Engine.with(flow.configuration) { engine in
            let result = try await engine.run(flow.program, as: TestFlow.identity, input: input)
            let outer = try await engine.mapRuns(of: result.id)[0]
            var arns = [outer.arn]
            for child in try await flow.configuration.store.list(.mapRun(outer.arn)) {
                arns += try await engine.mapRuns(of: child.id).map(\.arn)
            }
            return (result, arns)
        }
        #expect(result.output == [[2, 4], [], [6]])
        #expect(Set(arns).count == 4)
        #expect(arns.dropFirst().allSatisfy { $0.contains(":mapRun:test/inner:") })
    }

    @Test("an empty list has an empty result, without a child")
    func empty() async throws {
        let result = try await TestFlow(Self.machine(), Self.double).run([])
        #expect(result.output == [])
        #expect(result.types.contains("MapRunSucceeded"))
    }

    @Test("a reader gets ahead of the children by a bounded number of bytes")
    func backPressure() async throws {
        var flow = try TestFlow(
            Self.machine(Self.reader + #", "MaxConcurrency": 1, "ToleratedFailureCount": 0"#),
            TestHandler("work") { _, _ in throw TaskFailure(error: "E") }
        )
        let items = TestItems(count: 10_000_000)
        flow.configuration.itemReading = items
        flow.configuration.mapRunBytes = 4_000
        let result = try await flow.run()
        #expect(result.error == "States.ExceedToleratedFailureThreshold")
        // A quarter of the bytes are in the pipe, and no item has less than one.
        #expect(items.given.value < 1_100)
    }

    @Test("items that are read become children, MaxItems at most")
    func reading() async throws {
        var flow = try TestFlow(
            Self.machine(
                #""ItemReader": {"Resource": "arn:aws:states:::s3:getObject", "ReaderConfig": {"MaxItems": 7}}"#
            ),
            Self.double
        )
        flow.configuration.itemReading = TestItems(count: 100)
        let result = try await flow.run()
        #expect(result.output == .array((0..<7).map { .integer(2 * $0) }))
        #expect(result.history[2].value == 0)
    }

    @Test("a reader's failure fails the map run, after the children that had begun")
    func readerFailure() async throws {
        var flow = try TestFlow(Self.machine(Self.reader), Self.double)
        let failure = TaskFailure(error: .itemReaderFailed, cause: "Attempting to map over non-iterable node.")
        flow.configuration.itemReading = TestItems(count: 3, failure: failure)
        let (result, run) = try await Engine.with(flow.configuration) { [flow] engine in
            let result = try await engine.run(flow.program, as: TestFlow.identity, input: [:])
            return (result, try await engine.mapRuns(of: result.id)[0])
        }
        #expect(result.error == failure.error.text)
        #expect(result.cause == failure.cause)
        #expect(run.executions.running == 0)
        #expect(run.executions.total == run.executions.ended)
    }

    @Test("a reader that gives up without a reason fails the map run too")
    func readerGivesUp() async throws {
        var flow = try TestFlow(Self.machine(Self.reader), Self.double)
        flow.configuration.itemReading = TestItems(count: 3, failure: CancellationError())
        let result = try await flow.run()
        #expect(result.error == "States.TaskFailed")
        #expect(result.types.contains("MapRunFailed"))
    }

    @Test("a negative MaxItems is a reader's failure")
    func negativeMaxItems() async throws {
        var flow = try TestFlow(
            Self.machine(
                #""ItemReader": {"Resource": "arn:aws:states:::s3:getObject", "ReaderConfig": {"MaxItemsPath": "$.n"}}"#
            ),
            Self.double
        )
        flow.configuration.itemReading = TestItems(count: 3)
        let result = try await flow.run(["n": -1])
        #expect(result.error == "States.ItemReaderFailed")
        #expect(result.cause == "field MaxItems must be positive")
    }

    @Test("a writer takes all results, and the state's result tells where they are")
    func writing() async throws {
        var flow = try TestFlow(
            Self.machine(
                #""ResultWriter": {"Resource": "arn:aws:states:::s3:putObject", "Parameters": {"Bucket": "b"}}"#
                    + #", "ToleratedFailureCount": 1"#
            ),
            Self.double
        )
        let results = TestResults()
        flow.configuration.resultWriting = results
        let (result, run) = try await Engine.with(flow.configuration) { [flow] engine in
            let result = try await engine.run(flow.program, as: TestFlow.identity, input: [1, -1, 2])
            return (result, try await engine.mapRuns(of: result.id)[0])
        }
        #expect(result.output?["MapRunArn"]?.stringValue == run.arn)
        #expect(result.output?["ResultWriterDetails"] == ["Bucket": "results", "Key": "manifest.json"])
        #expect(run.executions.resultsWritten == 3)
        results.phase.withLock { phase in
            #expect(phase.isFinished)
            #expect(phase.results.filter { $0.outcome == .succeeded }.count == 2)
            #expect(phase.results.allSatisfy { $0.record["Name"] != nil })
        }
    }

    @Test("a writer's failure fails the map run")
    func writerFailure() async throws {
        var flow = try TestFlow(
            Self.machine(
                #""ResultWriter": {"Resource": "arn:aws:states:::s3:putObject", "Parameters": {"Bucket": "b"}}"#
            ),
            Self.double
        )
        let results = TestResults(failure: TaskFailure(error: .resultWriterFailed, cause: "full"))
        flow.configuration.resultWriting = results
        let result = try await flow.run([1, 2])
        #expect(result.error == "States.ResultWriterFailed")
        #expect(result.cause == "full")
        results.phase.withLock { #expect($0.isAborted && !$0.isFinished) }
    }

    @Test("a memory store keeps as many ended children as it is told")
    func retention() async throws {
        var flow = try TestFlow(Self.machine(), Self.double)
        flow.configuration.store = MemoryStore(keeping: ChildRetention(executions: 5, bytes: .max))
        let (run, children) = try await Engine.with(flow.configuration) { [flow] engine in
            let input = JSON.array((0..<50).map { .integer($0) })
            let result = try await engine.run(flow.program, as: TestFlow.identity, input: input)
            let run = try await engine.mapRuns(of: result.id)[0]
            return (run, try await flow.configuration.store.list(.mapRun(run.arn)))
        }
        #expect(children.count == 5)
        #expect(run.executions.succeeded == 50)
    }
}
