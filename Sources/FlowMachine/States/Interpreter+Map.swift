import FlowJSON
import StatesLanguage

extension Interpreter {
    mutating func map(
        _ scope: ScopeIndex,
        _ plan: StatePlan,
        _ map: MapPlan,
        at now: Timestamp,
        into outcome: inout Outcome
    ) throws(Fault) {
        if let distributed = map.distributed {
            return try startMapRun(scope, plan, map, distributed, at: now, into: &outcome)
        }
        var view = view(of: scope, plan)
        if plan.language == .jsonPath { view.input = try plan.flow.inputPath.value(in: view) }
        inspect(scope) { $0.afterInputPath = view.input }
        let items = try items(of: map, in: scope, plan, view)
        let wanted = try map.maxConcurrency?.value(of: "MaxConcurrency", atLeast: 0, in: view) ?? 0
        emit(.mapStateStarted, of: scope, value: .integer(Int64(items.count)), at: now, into: &outcome)
        let concurrency = wanted == 0 ? limits.inlineConcurrency : Int(min(wanted, Int64(limits.inlineConcurrency)))
        scopes[scope.position].phase = .forked
        scopes[scope.position].unfinished = nil
        scopes[scope.position].children = Children(
            items: items,
            effectiveInput: view.input,
            results: [JSON](repeating: .null, count: items.count),
            remaining: items.count
        )
        if items.isEmpty { return childrenAreDone(scope, at: now, into: &outcome) }
        let started = scopes[scope.position].lastEventID
        for _ in 0..<min(max(concurrency, 1), items.count) {
            try beginIteration(of: scope, plan, map, after: started, at: now, into: &outcome)
        }
    }

    /// Begins the next item's iteration, where one is left.
    mutating func beginIteration(
        of scope: ScopeIndex,
        _ plan: StatePlan,
        _ map: MapPlan,
        after previous: Int,
        at now: Timestamp,
        into outcome: inout Outcome
    ) throws(Fault) {
        guard let children = scopes[scope.position].children, children.nextItem < children.items.count else { return }
        let index = children.nextItem
        let item = children.items[index]
        let input = try selected(item, at: index, of: scope, plan, map, children.effectiveInput)
        let started = emit(
            .mapIterationStarted,
            state: plan.index,
            value: .integer(Int64(index)),
            after: previous,
            at: now,
            into: &outcome
        )
        let child = addScope(
            Scope(
                parent: scope,
                position: index,
                item: item,
                state: map.start,
                input: input,
                lastEventID: started,
                variables: scopes[scope.position].variables
            )
        )
        scopes[scope.position].children?.nextItem = index + 1
        scopes[scope.position].children?.running.append(child)
        ready.append(child)
    }

    /// What an iteration is given: the item, or what `ItemSelector` makes of it.
    private mutating func selected(
        _ item: JSON,
        at index: Int,
        of scope: ScopeIndex,
        _ plan: StatePlan,
        _ map: MapPlan,
        _ effectiveInput: JSON
    ) throws(Fault) -> JSON {
        guard let selector = map.selector else { return item }
        var view = view(of: scope, plan)
        view.input = effectiveInput
        if selector.readsContext { view.context = context(of: scope, plan, item: (index, item)) }
        let input = try selector.value(in: view)
        try check(input, of: plan)
        return input
    }

    private mutating func items(
        of map: MapPlan,
        in scope: ScopeIndex,
        _ plan: StatePlan,
        _ view: DataView
    ) throws(Fault) -> [JSON] {
        let value = try itemsValue(of: map, in: scope, view)
        guard case .array(let items) = value else { throw notItems(value, of: map, plan) }
        return items
    }

    /// The items of a distributed Map: an array, or an object whose members they are.
    mutating func distributedItems(
        of map: MapPlan,
        in scope: ScopeIndex,
        _ plan: StatePlan,
        _ view: DataView
    ) throws(Fault) -> JSON {
        let value = try itemsValue(of: map, in: scope, view)
        switch value {
        case .array: return value
        case .object where plan.language == .jsonPath || program.reading.itemsObject == .keysAndValues: return value
        default: throw notItems(value, of: map, plan)
        }
    }

    private mutating func itemsValue(
        of map: MapPlan,
        in scope: ScopeIndex,
        _ view: DataView
    ) throws(Fault) -> JSON {
        switch map.items {
        case .input: return view.input
        case .path(let path):
            let value = try path.fieldValue(in: view)
            inspect(scope) { $0.afterItemsPath = value }
            return value
        case .template(let template): return try template.value(in: view)
        }
    }

    private func notItems(_ value: JSON, of map: MapPlan, _ plan: StatePlan) -> Fault {
        switch map.items {
        case .template(.expression(let expression)): expression.unexpectedType(value, expected: "array")
        case .path(let path): notAnArray(value, path: path.text, plan)
        case .input, .template: notAnArray(value, path: "$", plan)
        }
    }

    private func notAnArray(_ value: JSON, path: String, _ plan: StatePlan) -> Fault {
        guard plan.language == .jsonPath else {
            return .evaluation("Map state input must be an array but was: \(value.text)", at: nil)
        }
        return .runtime("Reference path \"\(path)\" must point to array.")
    }
}
