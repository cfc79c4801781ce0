import FlowJSON
import FlowTasks
import StatesLanguage
import Testing

@Suite("A handler registry")
struct HandlerRegistryTests {
    struct Price: TaskInput {
        static let taskName = "price"
        @Value var amount: Int
        @Value var note: String?
        struct Output: Codable, Sendable { var total: Double }
    }

    struct PriceHandler: TaskHandler {
        var factor = 2.0
        func run(_ input: Price, _ context: TaskContext) async throws -> Price.Output {
            Price.Output(total: Double(input.amount) * factor)
        }
    }

    @Test("finds a handler by its input's task name; the later of two stays")
    func lookUp() async throws {
        var registry = HandlerRegistry()
        registry.register(PriceHandler())
        registry.register(PriceHandler(factor: 3))
        registry.register(AnyTaskHandler(taskName: "a") { input, _ in input })
        #expect(registry.taskNames == ["a", "price"])
        let output = try await registry.handler(for: "price")?.run(["amount": 2], .test())
        #expect(output == ["total": 6])
    }

    @Test(
        "says which field of an input is wrong",
        arguments: [
            ([:], "\"amount\""), (["amount": "two"], "\"amount\""), (["amount": 2, "note": 7], "\"note\""),
        ] as [(JSON, String)]
    )
    func invalidInput(input: JSON, expected: String) async throws {
        let failure = await #expect(throws: TaskFailure.self) {
            try await AnyTaskHandler(PriceHandler()).run(input, .test())
        }
        #expect(failure?.error == "Task.InvalidInput")
        #expect(failure?.cause.hasPrefix("The input of price cannot be used: ") == true)
        #expect(failure?.cause.contains(expected) == true, "\(failure?.cause ?? "")")
    }

    struct Odd: TaskInput {
        static let taskName = "odd"
        struct Output: Codable, Sendable {
            func encode(to encoder: any Encoder) throws {
                throw EncodingError.invalidValue(1, .init(codingPath: [], debugDescription: "Nobody can write this."))
            }
        }
    }

    struct OddHandler: TaskHandler {
        func run(_ input: Odd, _ context: TaskContext) async throws -> Odd.Output { Odd.Output() }
    }

    @Test("says so when an output is no JSON")
    func invalidOutput() async throws {
        let failure = await #expect(throws: TaskFailure.self) {
            try await AnyTaskHandler(OddHandler()).run([:], .test())
        }
        #expect(failure?.error == "Task.InvalidOutput")
        #expect(failure?.cause.contains("Nobody can write this.") == true)
    }
}
