package import FlowJSON
import StatesLanguage

/// How a map run's results are shaped: the values of `Transformation`.
package enum ResultForm: String, Sendable {
    /// With all that is known of each child.
    case whole = "NONE"
    /// Outputs alone.
    case compact = "COMPACT"
    /// Outputs alone; lists among them are put together.
    case flattened = "FLATTEN"

    /// The form that an order asks for; AWS's default where it doesn't say.
    package init(_ order: ResultWriterOrder?) {
        let usual: ResultForm = order?.resource == nil ? .compact : .whole
        self = order?.configuration.transformation.flatMap(ResultForm.init(rawValue:)) ?? usual
    }

    /// The results of all children as one list.
    package func list(_ results: [JSON]) -> JSON {
        guard self == .flattened else { return .array(results) }
        var flat: [JSON] = []
        for result in results {
            if case .array(let elements) = result { flat += elements } else { flat.append(result) }
        }
        return .array(flat)
    }
}
