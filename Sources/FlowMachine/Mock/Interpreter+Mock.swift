import FlowJSON
import StatesLanguage

extension Interpreter {
    /// Ends the single state by its mock, where it is a Parallel or Map state that has one; tells whether it did.
    mutating func workIsMocked(
        _ scope: ScopeIndex,
        _ plan: StatePlan,
        at now: Timestamp,
        into outcome: inout Outcome
    ) throws(Fault) -> Bool {
        guard let mock = inspection?.mock, let answer = mock.answer else { return false }
        switch plan.work {
        case .parallel:
            let view = view(of: scope, plan)
            _ = try arguments(of: scope, plan, in: view)
        case .map:
            guard let map = program.inspectedMap else { return false }
            try inspectMap(map, of: scope, plan, mock)
        default: return false
        }
        switch answer {
        case .result(let result): try leave(scope, plan, result: result, at: now, into: &outcome)
        case .failure(let failure): throw Fault(failure)
        }
        return true
    }

    /// Evaluates the fields of a Map state in AWS's order, and compares the failed iterations with what it tolerates.
    private mutating func inspectMap(
        _ map: InspectedMap,
        of scope: ScopeIndex,
        _ plan: StatePlan,
        _ mock: StateMock
    ) throws(Fault) {
        var view = view(of: scope, plan)
        view.context = context(of: scope, plan)
        if plan.language == .jsonPath { view.input = try plan.flow.inputPath.value(in: view) }
        inspect(scope) { $0.afterInputPath = view.input }
        var items = try items(of: map, mock, scope, plan, view)
        if let selector = map.selector {
            var selected: [JSON] = []
            for (index, item) in items.enumerated() {
                var itemView = view
                itemView.context = context(of: scope, plan, item: (index, item))
                selected.append(try selector.value(in: itemView))
            }
            items = selected
            inspect(scope) { $0.afterItemSelector = .array(selected) }
        }
        if let batcher = map.batcher {
            items = try batcher.terms(in: view).batches(of: items)
            inspect(scope) { $0.afterItemBatcher = .array(items) }
        }
        let concurrency = try map.maxConcurrency?.value(of: "MaxConcurrency", atLeast: 0, in: view) ?? 0
        let count = try map.toleratedCount?.value(of: "ToleratedFailureCount", atLeast: 0, in: view)
        let percentage = try map.toleratedPercentage?.value(in: view)
        let iterations = items.count
        inspect(scope) { inspection in
            inspection.iterations = iterations
            inspection.maxConcurrency = concurrency
            inspection.toleratedFailureCount = count
            inspection.toleratedFailurePercentage = percentage
        }
        guard case .result? = mock.answer, let failed = mock.failedIterations, failed > 0 else { return }
        let share = Double(failed) * 100 / Double(max(iterations, 1))
        let isTolerated = (count != nil || percentage != nil) && failed <= count ?? .max && share <= percentage ?? 100
        guard isTolerated else {
            throw Fault(
                .exceedToleratedFailureThreshold,
                "The specified tolerated failure threshold was exceeded",
                origin: .outside
            )
        }
    }

    private mutating func items(
        of map: InspectedMap,
        _ mock: StateMock,
        _ scope: ScopeIndex,
        _ plan: StatePlan,
        _ view: DataView
    ) throws(Fault) -> [JSON] {
        if map.hasReader {
            let items = mock.readItems ?? []
            if map.itemsPointer != nil { inspect(scope) { $0.afterItemsPointer = .array(items) } }
            return items
        }
        let value: JSON
        switch map.items {
        case .input:
            value = view.input
            inspect(scope) { $0.afterItemsPath = value }
            if plan.language == .jsonPath, value.arrayValue == nil {
                throw .runtime("Reference path \"$\" must point to array.")
            }
        case .path(let path):
            value = try path.fieldValue(in: view)
            inspect(scope) { $0.afterItemsPath = value }
            guard case .array = value else {
                throw .runtime("Reference path \"\(path.text)\" must point to array.")
            }
        case .template(let template):
            value = try template.value(in: view)
            if case .expression(let expression) = template, value.arrayValue == nil {
                throw expression.unexpectedType(value, expected: "array")
            }
        }
        guard case .array(let items) = value else {
            throw .evaluation("Map state input must be an array but was: \(value.text)", at: nil)
        }
        return items
    }
}
