import FlowJSON
import FlowMachine
import StatesLanguage
import Testing

@Suite("Redrive of a distributed Map")
struct MapRunRedriveTests {
    private func failed(_ failure: TaskFailure, _ fields: JSONObject = [:]) throws -> (VirtualRun, MapRunOrder) {
        var run = try VirtualRun(DistributedMapTests.machine(fields))
        run.send(.start(input: [1, 2]))
        let order = try #require(run.mapRuns.values.first)
        run.send(.mapRunFailed(order.id, failure))
        return (run, order)
    }

    @Test("the same map run goes on, and counts its redrives")
    func inPlace() throws {
        var (run, order) = try failed(TaskFailure(error: .exceedToleratedFailureThreshold, cause: "c"))
        for count in 1...2 {
            let before = run.events.count
            run.send(.redrive)
            #expect(run.types.dropFirst(before) == ["ExecutionRedriven", "MapRunRedriven"])
            #expect(
                run.history[before + 1]["mapRunRedrivenEventDetails"]
                    == ["mapRunArn": .string(order.arn), "redriveCount": .integer(Int64(count))]
            )
            #expect(run.effects == [.redriveMapRun(order.id)])
            if count == 1 { run.send(.mapRunFailed(order.id, TaskFailure(error: .itemReaderFailed, cause: "c"))) }
        }
        run.send(.mapRunSucceeded(order.id, ["a", "b"]))
        #expect(run.status == .succeeded(output: ["a", "b"]))
    }

    @Test("one that was aborted goes on too")
    func aborted() throws {
        var run = try VirtualRun(DistributedMapTests.machine())
        run.send(.start(input: [1]))
        let order = try #require(run.mapRuns.values.first)
        run.send(.stop(error: nil, cause: nil))
        #expect(run.types.suffix(2) == ["MapRunAborted", "ExecutionAborted"])
        run.send(.redrive)
        #expect(run.effects == [.redriveMapRun(order.id)])
    }

    @Test(
        "after too much data, or where an expression failed, another map run begins",
        arguments: [ErrorName.dataLimitExceeded, .queryEvaluationError, .runtime]
    )
    func anew(error: ErrorName) throws {
        var (run, order) = try failed(TaskFailure(error: error, cause: "c"))
        let before = run.events.count
        run.send(.redrive)
        #expect(run.types.dropFirst(before) == ["ExecutionRedriven", "MapStateStarted", "MapRunStarted"])
        #expect(run.mapRuns.values.first?.arn != order.arn)
    }

    @Test("one whose result was too large begins anew, though the map run succeeded")
    func tooLarge() throws {
        var run = try VirtualRun(DistributedMapTests.machine())
        run.send(.start(input: [1]))
        let order = try #require(run.mapRuns.values.first)
        run.send(.mapRunSucceeded(order.id, nil))
        #expect(run.status?.name == "FAILED")
        run.send(.redrive)
        #expect(run.mapRuns.values.first.map { $0.arn != order.arn } == true)
    }

    @Test("after a retry it is the last map run that goes on")
    func retried() throws {
        let retry: JSON = [["ErrorEquals": ["States.ALL"], "MaxAttempts": 1]]
        var (run, first) = try failed(TaskFailure(error: "E", cause: "c"), ["Retry": retry])
        let timer = try #require(run.nextTimer)
        run.fire(timer)
        let second = try #require(run.mapRuns.values.first)
        #expect(second.arn != first.arn)
        run.send(.mapRunFailed(second.id, TaskFailure(error: "E", cause: "c")))
        run.send(.redrive)
        #expect(run.effects == [.redriveMapRun(second.id)])
    }
}
