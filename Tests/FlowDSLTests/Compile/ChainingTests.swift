import FlowJSON
import StatesLanguage
import Testing

@testable import FlowDSL

@Suite("States in the order of writing are chained")
struct ChainingTests {
    @Test("each state goes to the next one, and the last one ends")
    func chain() throws {
        let json = try definition { flow, _ in
            flow.pass("One", 1)
            flow.pass("Two", 2)
        }
        #expect(json["StartAt"]?.stringValue == "One")
        #expect(json["States"]?["One"]?["Next"]?.stringValue == "Two")
        #expect(json["States"]?["Two"]?["End"]?.boolValue == true)
    }

    @Test("blocks of a choice go on after it, unless they end or jump")
    func choice() throws {
        let json = try definition { flow, input in
            flow.pass("Start", input.day)
            flow.choice("Which") {
                flow.when(input.day == "a") { flow.pass("A", 1) }
                flow.when(input.day == "b") { flow.succeed("B") }
                flow.when(input.day == "c") {
                    flow.pass("C", 1)
                    flow.jump(to: "Start")
                }
                flow.when(input.day == "d", next: "After")
                flow.otherwise {}
            }
            flow.pass("After", 2)
        }
        let states = json["States"]
        #expect(states?["A"]?["Next"]?.stringValue == "After")
        #expect(states?["B"]?["Next"] == nil)
        #expect(states?["C"]?["Next"]?.stringValue == "Start")
        let targets = states?["Which"]?["Choices"]?.arrayValue?.map { $0["Next"]?.stringValue }
        #expect(targets == ["A", "B", "C", "After"])
        #expect(states?["Which"]?["Default"]?.stringValue == "After")
    }

    @Test("nested blocks find their way out")
    func nested() throws {
        let json = try definition { flow, input in
            flow.choice("Outer") {
                flow.when(input.day == "a") {
                    flow.choice("Inner") { flow.when(input.day == "b") { flow.pass("Deep", 1) } }
                }
            }
            flow.pass("After", 2)
        }
        #expect(json["States"]?["Deep"]?["Next"]?.stringValue == "After")
        #expect(json["States"]?["Inner"]?["Default"]?.stringValue == "After")
    }

    @Test("a catch's block goes on after the state that failed")
    func catching() throws {
        let json = try definition { flow, input in
            flow.task("Try", Measure(text: input.day, unit: nil))
                .retry(on: [.timeout], interval: .seconds(2), maxAttempts: 4, backoffRate: 1.5, jitter: .full)
                .catch { error in flow.pass("Note", error.cause) }
            flow.pass("After", 2)
        }
        let state = json["States"]?["Try"]
        #expect(state?["Catch"]?[0]?["Next"]?.stringValue == "Note")
        #expect(state?["Catch"]?[0]?["Assign"]?["tryError"]?.stringValue == "{% $states.errorOutput %}")
        #expect(state?["Retry"]?[0]?["BackoffRate"] == .double(1.5))
        #expect(state?["Retry"]?[0]?["JitterStrategy"]?.stringValue == "FULL")
        #expect(json["States"]?["Note"]?["Next"]?.stringValue == "After")
    }

    @Test("the same flow gives the same bytes")
    func deterministic() throws {
        let make = {
            try definition { flow, input in
                let list = flow.map("Each", over: input.names) { name in
                    flow.task("Measure", Measure(text: name, unit: "m")).length
                }
                flow.succeed("Done", output: ["b": list.result.sum, "a": input.day, "c": 1])
            }
        }
        #expect(try make().text == make().text)
    }
}
