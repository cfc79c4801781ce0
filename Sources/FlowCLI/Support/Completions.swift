import ArgumentParser
import FlowDSL
import FlowJSON

/// What the shell offers when the user presses Tab.
enum Completions {
    /// The names of flows, with those of domains where these can be named too.
    static func flows(withDomains: Bool = false) -> CompletionKind {
        .custom { _, _, _ in
            let catalog = FlowCatalog()
            return catalog.entries.map(\.name) + (withDomains ? catalog.domains.map(\.name) : [])
        }
    }

    /// The names of the states of the flow that stands on the line: `flow-task state FLOW …`.
    static let states = CompletionKind.custom { words, _, _ in
        let catalog = FlowCatalog()
        guard let entry = catalog.entries.first(where: { words.contains($0.name) }),
            let flow = try? catalog.compile(entry)  // A flow that does not compile has no states to offer.
        else { return [] }
        return StateDepths(flow.definition).names
    }

    /// The names of the latest local runs.
    static let runs = CompletionKind.custom { words, _, _ in
        let store = words.firstIndex(of: "--store").flatMap { words.indices.contains($0 + 1) ? words[$0 + 1] : nil }
        guard let folder = RunFolder.named(store), folder.exists else { return [] }
        // `try?`: a store that cannot be read has nothing to offer.
        let runs = try? await LocalRuns(in: folder).runs(RunQuery(), limit: 50)
        return ["last"] + (runs ?? []).map(\.name)
    }
}
