/// The files of a new domain or flow.
enum ProjectTemplate {
    static func domain(_ domain: ProjectName, flow: ProjectName) -> String {
        """
        public import FlowDSL

        /// What belongs to \(domain.text).
        public let \(domain.constantName) = Domain(
            "\(domain.text)",
            summary: "What belongs to \(domain.text).",
            connections: [
                ConnectionTemplate("\(domain.text)-files", "where files are kept", default: "file:.flow-task/\(domain.text)"),
            ],
            flows: [\(flow.typeName)()],
            handlers: [AnyTaskHandler(\(domain.typeName)Greeter())]
        )

        """
    }

    /// A flow that runs as it is; with a domain given it calls that domain's own task.
    static func flow(_ flow: ProjectName, greeting domain: ProjectName?) -> String {
        let body =
            if let domain {
                """
                        let greeting = task("Greet", \(domain.typeName)Greeting(who: input.who))
                        task("Keep", WriteFile("\\(greeting.text)\\n", to: .at("\(domain.text)-files", "hello.txt")))
                """
            } else {
                """
                        pass("Greet", "Hello, \\(input.who)!")
                """
            }
        return """
            import FlowDSL

            /// Says hello; make it yours.
            struct \(flow.typeName): Flow {
                static let name = "\(flow.text)"
                static let summary = "Says hello."

                struct Input: FlowInput {
                    let who = Parameter("world", "Whom to greet.")
                }

                func states(_ input: References<Input>) {
            \(body)
                }
            }

            """
    }

    /// A test of such a flow.
    static func tests(greeting domain: ProjectName?) -> String {
        let rest =
            if domain != nil {
                """
                    mocks:
                      Greet: {return: {text: "Hello, reader!"}}
                      Keep: {return: {}}
                    expect:
                      arguments:
                        Keep: {text: "Hello, reader!\\n"}
                """
            } else {
                """
                    expect:
                      output: Hello, reader!
                """
            }
        return """
            # Run with `flow-task test`: tasks are mocked, and waits take no time.
            tests:
              - name: says hello
                input: {who: reader}
            \(rest)

            """
    }

    static func task(_ domain: ProjectName) -> String {
        """
        import FlowDSL

        /// Makes a greeting.
        struct \(domain.typeName)Greeting: TaskInput {
            static let taskName = "\(domain.text)-greeting"

            @Value var who: String

            struct Output: Codable, Sendable {
                var text: String
            }
        }

        /// Does ``\(domain.typeName)Greeting``.
        struct \(domain.typeName)Greeter: TaskHandler {
            func run(_ input: \(domain.typeName)Greeting, _ context: TaskContext) async throws -> \(domain.typeName)Greeting.Output {
                \(domain.typeName)Greeting.Output(text: "Hello, \\(input.who)!")
            }
        }

        """
    }
}
