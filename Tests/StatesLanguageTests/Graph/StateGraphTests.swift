import FlowJSON
import Testing

@testable import StatesLanguage

@Suite struct StateGraphTests {
    static let definition = StateMachineDefinition(
        startAt: "Fetch \"all\"",
        states: [
            State(
                name: "Fetch \"all\"",
                kind: .task(
                    TaskState(
                        resource: "arn:aws:states:::lambda:invoke",
                        catchers: [Catcher(errorEquals: [.timeout, "E"], next: "Give up <now>")],
                        transition: .next("Each")
                    )
                )
            ),
            State(
                name: "Each",
                kind: .map(
                    MapState(
                        itemProcessor: ItemProcessor(
                            branch: Branch(
                                startAt: "Load",
                                states: [State(name: "Load", kind: .pass(PassState(transition: .end)))]
                            )
                        ),
                        transition: .next("Empty?")
                    )
                )
            ),
            State(
                name: "Empty?",
                kind: .choice(
                    ChoiceState(
                        choices: [
                            ChoiceRule(
                                condition: .test(
                                    .and([
                                        .comparison(variable: "$.n", .numericLessThanEquals, .literal(0)),
                                        .not(.or([.comparison(variable: "$.a", .isNull, .literal(false))])),
                                    ])
                                ),
                                next: "Give up <now>"
                            )
                        ],
                        defaultNext: "Fetch \"all\""
                    )
                )
            ),
            State(name: "Give up <now>", kind: .fail(FailState())),
        ]
    )

    @Test("has every state, way and inner scope")
    func structure() {
        let root = StateGraph(Self.definition).root
        #expect(root.nodes.map(\.type) == [.task, .map, .choice, .fail])
        #expect(root.start == 0)
        #expect(
            root.edges == [
                StateGraph.Edge(source: 0, target: 1, kind: .next, label: ""),
                StateGraph.Edge(source: 0, target: 3, kind: .catch, label: "States.Timeout, E"),
                StateGraph.Edge(source: 1, target: 2, kind: .next, label: ""),
                StateGraph.Edge(source: 2, target: 3, kind: .choice, label: "$.n ≤ 0 and not ($.a is not null)"),
                StateGraph.Edge(source: 2, target: 0, kind: .otherwise, label: "otherwise"),
            ]
        )
        #expect(root.nodes[1].scopes.map(\.title) == ["Each item"])
        #expect(root.nodes[1].scopes.first?.nodes.map(\.isEnd) == [true])
    }

    @Test("is a Mermaid flowchart")
    func mermaid() {
        #expect(
            StateGraph(Self.definition).mermaid == """
                flowchart TD
                    sstart((" ")) --> s0
                    s0["Fetch #quot;all#quot;"]
                    subgraph s1["Each (Map)"]
                        subgraph s1b0["Each item"]
                            s1b0sstart((" ")) --> s1b0s0
                            s1b0s0[/"Load"/]
                            s1b0s0 --> s1b0sstop(((" ")))
                        end
                    end
                    s2{"Empty?"}
                    s3(["Give up #lt;now#gt;"])
                    s0 --> s1
                    s0 -.->|"States.Timeout, E"| s3
                    s1 --> s2
                    s2 -->|"$.n ≤ 0 and not ($.a is not null)"| s3
                    s2 -->|"otherwise"| s0

                """
        )
    }

    @Test("is a Graphviz digraph")
    func dot() {
        let dot = StateGraph(Self.definition).dot
        #expect(dot.contains(#"s0 [label="Fetch \"all\"", fillcolor=aliceblue]"#))
        #expect(dot.contains("subgraph cluster_s1b0 {"))
        #expect(dot.contains("s0 -> s1 [lhead=cluster_s1]"))
        #expect(dot.contains("s1 -> s2 [ltail=cluster_s1]"))
        #expect(dot.filter { $0 == "{" }.count == dot.filter { $0 == "}" }.count)
    }

    @Test("is a picture in which no box covers another")
    func svg() throws {
        let svg = StateGraph(Self.definition).svg
        #expect(svg.hasPrefix("<svg xmlns=\"http://www.w3.org/2000/svg\""))
        #expect(svg.contains("Fetch &quot;all&quot;"))
        #expect(svg.contains("Give up &lt;now&gt;"))
        #expect(svg.contains("marker-end=\"url(#catch-arrow)\""))
        #expect(svg.count(of: "<g") == svg.count(of: "</g>"))
        #expect(StateGraph(Self.definition).svg == svg)
    }

    @Test("draws cycles, loops to itself, unreachable states and an empty machine", arguments: [0, 1, 2, 30])
    func shapes(count: Int) {
        // Every state may go to itself, to the one before and to the one three on.
        let states = (0..<count).map { index in
            State(
                name: "S\(index)",
                kind: .choice(
                    ChoiceState(
                        choices: [index, max(0, index - 1), (index + 3) % count].map {
                            ChoiceRule(condition: .condition(.literal(true)), next: "S\($0)")
                        }
                    )
                )
            )
        }
        let graph = StateGraph(StateMachineDefinition(startAt: "S0", states: states))
        #expect(graph.svg.count(of: "class=\"box Choice\"") == count)
        #expect(graph.svg.count(of: "class=\"way\"") == 3 * count + (count > 0 ? 1 : 0))
        #expect(!graph.svg.contains("nan"))
    }
}

extension String {
    fileprivate func count(of part: String) -> Int { ranges(of: part).count }
}
