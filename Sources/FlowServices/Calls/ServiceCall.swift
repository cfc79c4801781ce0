import FlowDiagnostics
import FlowJSON
import StatesLanguage

/// One call of an operation.
struct ServiceCall: Sendable {
    /// The service by its name in the catalog.
    var service: String
    /// The operation as a resource writes it.
    var action: String
    var parameters: JSON
    var style: NameStyle
    /// The most that the call may take, where that is not the task's affair.
    var timeoutMilliseconds: Int?

    init(_ service: String, _ action: String, _ parameters: JSON, _ style: NameStyle) {
        self.service = service
        self.action = action
        self.parameters = parameters
        self.style = style
    }

    var found: (ServiceCatalog.Entry, ServiceModel, ServiceModel.Operation)? {
        guard let entry = ServiceCatalog.entries[service], let model = ServiceCatalog.model(of: service),
            let operation = model.operation(action)
        else { return nil }
        return (entry, model, operation)
    }

    /// Says what there is instead.
    var unknown: TaskFailure {
        guard let model = ServiceCatalog.model(of: service) else {
            let known = ServiceCatalog.entries.keys.sorted()
            let hint =
                nearestName(to: service, in: known).map { "Did you mean \"\($0)\"?" }
                ?? "There are \(known.joined(separator: ", "))."
            return TaskFailure(
                error: "Task.NotRegistered",
                cause: "The service \"\(service)\" cannot be called from here. \(hint)"
            )
        }
        let hint = nearestName(to: action, in: model.actions).map { " Did you mean \"\($0)\"?" } ?? ""
        return TaskFailure(
            error: "Task.NotRegistered",
            cause: "The service \"\(service)\" has no action \"\(action)\" that can be called from here.\(hint)"
        )
    }
}
