package import FlowJSON
import JSONata
package import StatesLanguage

/// What a map run's items become before they are put together or given to child executions.
///
/// Pure: the same item at the same place gives the same input.
package struct ItemSelection: Sendable {
    private let order: MapRunOrder
    private let selector: CompiledTemplate?
    private let source: JSON
    private let reading: SpecificationReading

    /// The selection of a map run of a program.
    package init(of order: MapRunOrder, in program: Program) {
        self.order = order
        reading = program.reading
        if case .map(let map) = program.plans[order.state.position].work {
            selector = map.selector
        } else {
            selector = nil
        }
        switch order.source {
        case .stateData: source = "STATE_DATA"
        case .reader(let reader): source = .string(reader.sourceName)
        }
    }

    /// What an item becomes: itself, or what `ItemSelector` makes of it.
    ///
    /// - Parameters:
    ///   - key: the member's name, where the items are the members of an object.
    ///   - index: from 0.
    package func input(for item: JSON, key: String?, at index: Int) throws(TaskFailure) -> JSON {
        guard let selector else {
            guard let key else { return item }
            return ["Key": .string(key), "Value": item]
        }
        let view = DataView(
            input: order.input,
            context: selector.readsContext ? context(item, key, index) : .null,
            variables: order.variables,
            environment: Environment(
                now: order.enteredAt.milliseconds,
                seed: order.seed ^ UInt64(truncatingIfNeeded: index) &* 0x9E37_79B9_7F4A_7C15
            )
        )
        do throws(Fault) { return try selector.value(in: view) } catch {
            throw TaskFailure(error: error.error(by: reading), cause: order.causePrefix + error.cause)
        }
    }

    private func context(_ item: JSON, _ key: String?, _ index: Int) -> JSON {
        guard case .object(var context) = order.context else { return order.context }
        var members: JSONObject = ["Index": .integer(Int64(index))]
        members["Key"] = key.map(JSON.string)
        members["Value"] = item
        members["Source"] = source
        context["Map"] = ["Item": .object(members)]
        return .object(context)
    }
}

extension MapRunOrder {
    /// How causes begin that the state's own text is to blame for.
    fileprivate var causePrefix: String {
        "An error occurred while executing the state '\(stateName)' (entered at the event id #\(enteredEventID)). "
    }

    /// The failure because a child execution's input is over the limit.
    package var inputIsTooLarge: TaskFailure {
        let fault = Fault.tooLarge(stateName)
        return TaskFailure(error: fault.error, cause: fault.cause)
    }
}
