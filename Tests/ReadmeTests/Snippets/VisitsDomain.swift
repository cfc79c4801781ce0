import FlowDSL

let visits = Domain(
    "visits",
    summary: "Who came, and when.",
    connections: [
        ConnectionTemplate("visits", "where the files of visits lie", default: "file:visits")
    ],
    flows: [CountVisits()],
    handlers: [AnyTaskHandler(LineCounter())]
)
