import FlowEngine
import FlowJSON
import FlowStore
import Logging
import Testing
import Tracing

@testable import FlowServer

@Suite("Observability")
struct ObservabilityTests {
    @Test("counts executions, transitions and commits by what the engine tells")
    func executions() async throws {
        let observability = Observability(variables: [:], version: "0", logger: Logger(label: "test"))
        try await Served.with(observer: observability) { served in
            _ = try await served.run(try await served.machine("good"))
            _ = try await served.run(try await served.machine("bad", Served.fail))
            _ = try await served.start(try await served.machine("slow", Served.wait))
            let lines = Set(observability.registry.text().split(separator: "\n"))
            for line in [
                #"flow_task_executions_started_total{type="standard"} 3"#,
                #"flow_task_executions_ended_total{status="SUCCEEDED",type="standard"} 1"#,
                #"flow_task_executions_ended_total{status="FAILED",type="standard"} 1"#,
                #"flow_task_execution_duration_seconds_count{type="standard"} 2"#,
                "flow_task_executions_running 1",
                "flow_task_state_transitions_total 3",
            ] {
                #expect(lines.contains(line[...]), "\(line)")
            }
        }
    }

    @Test("counts requests by operation, status and error")
    func requests() async {
        let observability = Observability(variables: [:], version: "0", logger: Logger(label: "test"))
        let head = RequestHead(method: "POST", target: "/", headers: [])
        for (operation, answer) in [
            ("ListActivities", APIResponse(status: 200, body: "{}")),
            (nil, APIResponse(APIError(.unknownOperation, "?"))),
        ] as [(String?, APIResponse)] {
            let given = await observability.observe(operation, requestID: "r", head: head) { answer }
            #expect(given == answer)
        }
        let text = observability.registry.text()
        let known = #"flow_task_http_requests_total{error="",operation="ListActivities",status="200"} 1"#
        #expect(text.contains(known))
        let unknown =
            #"flow_task_http_requests_total{error="UnknownOperationException",operation="unknown",status="400"} 1"#
        #expect(text.contains(unknown))
    }

    @Test("sends the span of an execution, and of the request that started it, in traces that are linked")
    func traces() async throws {
        let variables = ["OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:9"]
        let observability = Observability(variables: variables, version: "0", logger: Logger(label: "test"))
        let head = RequestHead(method: "POST", target: "/", headers: [])
        try await Served.with(observer: observability) { served in
            let machine = try await served.machine("traced")
            let input: JSON = ["stateMachineArn": .string(machine)]
            let answer = await observability.observe("StartExecution", requestID: "r", head: head) {
                await served.api.answer(APIRequest(operation: "StartExecution", body: Array(input.text.utf8)))
            }
            let arn = try #require(answer.startedExecution)
            _ = try await served.api.engine.result(of: .init(arn))
        }
        let spans = observability.spans
        let request = try #require(spans.first { $0.kind == .server })
        let execution = try #require(spans.first { $0.kind == .internal })
        #expect(request.name == "StartExecution")
        #expect(execution.name == "traced")
        #expect(request.links.map(\.context.span) == [execution.context])
    }
}
