import FlowJSON

/// The routing configuration of an alias, judged.
struct Routing: Sendable {
    let machineARN: String
    let routes: [AliasRecord.Route]

    private static let reason = "INVALID_ROUTING_CONFIGURATION"

    /// Reads a routing configuration.
    ///
    /// - Throws: `ValidationException` where it is none of versions of one machine that share 100.
    init(_ list: [JSON]) throws(APIError) {
        let entries = list.map { entry in
            (arn: entry["stateMachineVersionArn"]?.stringValue ?? "", weight: entry["weight"]?.integerValue ?? 0)
        }
        let received = "Received: [\(entries.map(\.arn).joined(separator: ", "))]"
        var machines: Set<String> = []
        var routes: [AliasRecord.Route] = []
        for entry in entries {
            guard let (machine, number) = try ResourceARN(entry.arn).version() else {
                throw .validation(
                    "Routing configuration must contain state machine version ARNs. \(received)",
                    reason: Self.reason
                )
            }
            machines.insert(machine)
            routes.append(AliasRecord.Route(version: number, weight: Int(entry.weight)))
        }
        guard machines.count == 1, let machine = machines.first else {
            throw .validation(
                "Routing configuration must contain versions of a single state machine. \(received)",
                reason: Self.reason
            )
        }
        guard Set(routes.map(\.version)).count == routes.count else {
            throw .validation(
                "Routing configuration must contain distinct state machine version ARNs. \(received)",
                reason: Self.reason
            )
        }
        guard routes.reduce(0, { $0 + $1.weight }) == 100 else {
            let weights = routes.map { "\($0.weight)" }.joined(separator: ", ")
            throw .validation(
                "Sum of routing configuration weights must equal 100. Received: [\(weights)]",
                reason: Self.reason
            )
        }
        machineARN = machine
        self.routes = routes
    }

    /// Checks that a machine has the versions.
    ///
    /// - Throws: `ResourceNotFound`.
    func check(in machine: StateMachineRecord) throws(APIError) {
        for route in routes where machine.version(route.version) == nil { throw Self.missing }
    }

    static let missing = APIError(.resourceNotFound, "Request references a resource that does not exist.")
}

extension AliasRecord {
    /// The routes as the API shows them.
    func routing(of machineARN: String) -> JSON {
        .array(
            routes.map { route in
                [
                    "stateMachineVersionArn": .string("\(machineARN):\(route.version)"),
                    "weight": .integer(Int64(route.weight)),
                ]
            }
        )
    }
}
