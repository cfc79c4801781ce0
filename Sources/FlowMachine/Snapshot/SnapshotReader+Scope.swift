import FlowDiagnostics
import FlowJSON
import StatesLanguage

extension SnapshotReader {
    func scope(in program: Program) throws(Diagnostic) -> Scope {
        guard try !present().isNull else {
            var over = Scope(state: .none, input: .null, lastEventID: 0, variables: [])
            over.phase = .over
            return over
        }
        let state = try self["state"].position()
        guard state < program.plans.count else { throw self["state"].mismatch("a state of the program") }
        let events = try self["events"].elements(count: 3)
        var scope = Scope(
            state: StateIndex(state),
            input: try self["input"].present(),
            lastEventID: try events[0].position(),
            variables: try variables(count: program.variableNames.count)
        )
        scope.enteredEventID = try events[1].position()
        scope.beforeEnteredEventID = try events[2].position()
        scope.enteredAt = try self["enteredAt"].timestamp()
        scope.phase = try self["phase"].phase()
        if let parent = self["parent"].optional {
            scope.parent = ScopeIndex(try parent.position())
            scope.position = try self["position"].position()
        }
        scope.item = try self["item"].optional?.elements(count: 1)[0].value
        if let retries = self["retries"].optional {
            scope.retries = RetryCounters(counts: try retries.values().map { $0.integerValue ?? 0 })
        }
        scope.children = try self["children"].optional?.children()
        scope.unfinished = try self["unfinished"].optional?.unfinished(in: program)
        return scope
    }

    private func variables(count: Int) throws(Diagnostic) -> [JSON?] {
        var variables = [JSON?](repeating: nil, count: count)
        for (key, value) in self["variables"].value?.objectValue ?? [:] {
            guard let slot = Int(key), variables.indices.contains(slot) else {
                throw self["variables"].mismatch("variables of the program")
            }
            variables[slot] = value
        }
        return variables
    }

    private func phase() throws(Diagnostic) -> Scope.Phase {
        let (word, rest) = try tagged()
        switch (word, rest.count) {
        case ("entering", 0): return .entering
        case ("repeating", 0): return .repeating
        case ("forked", 0): return .forked
        case ("failed", 0): return .failed
        case ("interrupted", 1): return .interrupted(restMilliseconds: try rest[0].integer())
        case ("rejoining", 0): return .rejoining
        case ("onTask", 1): return .onTask(TaskID(rawValue: try rest[0].position()))
        case ("onMapRun", 1): return .onMapRun(MapRunID(rawValue: try rest[0].position()))
        case ("waiting", 1): return .waiting(try rest[0].position().timerID)
        case ("beforeRetry", 1): return .beforeRetry(try rest[0].position().timerID)
        default: throw mismatch("a phase")
        }
    }

    private func children() throws(Diagnostic) -> Children {
        var children = Children(
            items: try self["items"].values(),
            effectiveInput: try self["effectiveInput"].present(),
            results: try self["results"].values(),
            remaining: try self["remaining"].position()
        )
        children.nextItem = try self["nextItem"].position()
        for running in try self["running"].elements() { children.running.append(ScopeIndex(try running.position())) }
        return children
    }

    private func unfinished(in program: Program) throws(Diagnostic) -> Unfinished {
        let (word, rest) = try tagged()
        switch (word, rest.count) {
        case ("children", 3):
            var unfinished = UnfinishedChildren(try rest[0].children(), isAtNext: try rest[2].bool())
            for element in try rest[1].elements() {
                var scope = try element.scope(in: program)
                // Whatever it says of scopes beside it is not so any more.
                scope.children = nil
                guard unfinished.children.results.indices.contains(scope.position) else {
                    throw element["position"].mismatch("one of the results")
                }
                unfinished.scopes.append(scope)
            }
            return .children(unfinished)
        case ("mapRun", 3):
            guard case .string(let arn)? = rest[1].value else { throw rest[1].mismatch("an ARN") }
            let id = MapRunID(rawValue: try rest[0].position())
            return .mapRun(UnfinishedMapRun(id: id, arn: arn, redriveCount: try rest[2].position()))
        default: throw mismatch("what a state came to")
        }
    }
}
