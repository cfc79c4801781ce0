import FlowDiagnostics
import FlowJSON

/// What is known of a service: its operations, and the shapes of what they take and give.
///
/// Read from the compact form that `generate.py` describes.
final class ServiceModel: Sendable {
    /// How requests and answers are written.
    enum Wire: String, Sendable {
        case json
        case query
        case restJSON = "rest-json"
        case restXML = "rest-xml"
    }

    /// One operation.
    struct Operation: Sendable {
        let name: String
        let method: String
        /// With `{Name}` and `{Name+}` for members in the path.
        let path: String
        let input: Shape.Reference?
        let output: Shape.Reference?
        /// The element around a query operation's result.
        let resultWrapper: String
    }

    /// The service's id, such as `DynamoDB` or `Secrets Manager`.
    let id: String
    let endpointPrefix: String
    let signingName: String
    let wire: Wire
    let targetPrefix: String
    let jsonVersion: String
    let apiVersion: String
    let xmlNamespace: String
    private let operations: [String: Operation]
    /// The shapes of errors by their codes.
    private let errors: [String: String]
    private let shapes: [String: Shape]

    init?(_ text: String) {
        // `try?`: a model of ours that is no JSON is a service that nobody knows.
        guard let json = try? JSON(parsing: text), let wire = Wire(rawValue: json.text(of: "p")) else { return nil }
        self.wire = wire
        id = json.text(of: "i")
        endpointPrefix = json.text(of: "e")
        signingName = json.text(of: "g")
        targetPrefix = json.text(of: "t")
        jsonVersion = json.text(of: "j")
        apiVersion = json.text(of: "v")
        xmlNamespace = json.text(of: "n")
        var operations: [String: Operation] = [:]
        for (name, parts) in json["o"]?.objectValue ?? JSONObject() {
            operations[name.lowercased()] = Operation(
                name: name,
                method: parts[0]?.stringValue ?? "POST",
                path: parts[1]?.stringValue ?? "/",
                input: Shape.Reference(parts[2]),
                output: Shape.Reference(parts[3]),
                resultWrapper: parts[4]?.stringValue ?? ""
            )
        }
        self.operations = operations
        var errors: [String: String] = [:]
        for (code, name) in json["x"]?.objectValue ?? JSONObject() { errors[code] = name.stringValue }
        self.errors = errors
        var shapes: [String: Shape] = [:]
        for (name, shape) in json["s"]?.objectValue ?? JSONObject() { shapes[name] = Shape(shape) }
        self.shapes = shapes
    }

    /// An operation by its name as a resource writes it, `putItem`.
    func operation(_ action: String) -> Operation? { operations[action.lowercased()] }

    /// The names of all operations, as resources write them.
    var actions: [String] {
        operations.values.map { $0.name.prefix(1).lowercased() + $0.name.dropFirst() }.sorted()
    }

    /// The shape of a reference; `nil` for scalars.
    func shape(_ reference: Shape.Reference) -> Shape? {
        if case .shape(let name) = reference { shapes[name] } else { nil }
    }

    /// The name of the shape of an error's code, or `nil` where the service does not name it.
    func errorShape(_ code: String) -> String? { errors[code] }
}

extension JSON {
    fileprivate func text(of key: String) -> String { self[key]?.stringValue ?? "" }
}
