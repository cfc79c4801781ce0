/// The ARN of something that the service keeps, taken apart.
struct ResourceARN: Hashable, Sendable {
    /// What it names.
    enum Resource: Hashable, Sendable {
        /// `stateMachine:<name>`
        case stateMachine(String)
        /// `stateMachine:<name>:<version or alias>`
        case qualified(String, String)
        /// `stateMachine:<name>/<label>`, the machine of a distributed Map's children.
        case labelled(String, String)
        /// `execution:<machine>:<name>`; a child's machine is `<name>/<label>`.
        case execution(String, String)
        /// `express:<machine>:<name>:<uuid>`
        case express(String, String)
        /// `mapRun:<machine>/<label>:<uuid>`
        case mapRun(String, String)
        /// `activity:<name>`
        case activity(String)
        /// Anything else, by its type.
        case other(String)

        /// The resource type in the ARN.
        var type: String {
            switch self {
            case .stateMachine, .qualified, .labelled: "stateMachine"
            case .execution: "execution"
            case .express: "express"
            case .mapRun: "mapRun"
            case .activity: "activity"
            case .other(let type): type
            }
        }
    }

    let text: String
    let resource: Resource
    /// What it begins with: `arn:<partition>:states:<region>:<account>`.
    let prefix: String

    /// Reads an ARN.
    ///
    /// - Throws: `InvalidArn`.
    init(_ text: String) throws(APIError) {
        guard text.utf8.starts(with: "arn:".utf8) else { throw .invalidArn("Invalid ARN prefix: \(text)") }
        let parts = text.split(separator: ":", maxSplits: 6, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 7, parts[2] == "states", !parts[6].isEmpty else {
            throw .invalidArn("Invalid ARN: \(text)")
        }
        self.text = text
        prefix = parts[..<5].joined(separator: ":")
        guard let resource = Self.resource(parts[5], parts[6]) else { throw .invalidArn("Invalid ARN: \(text)") }
        self.resource = resource
    }

    private static func resource(_ type: String, _ rest: String) -> Resource? {
        let names = rest.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        switch (type, names.count) {
        case ("stateMachine", 1):
            guard let slash = rest.firstIndex(of: "/") else { return .stateMachine(rest) }
            return .labelled(String(rest[..<slash]), String(rest[rest.index(after: slash)...]))
        case ("stateMachine", 2): return .qualified(names[0], names[1])
        case ("execution", 2): return .execution(names[0], names[1])
        case ("express", 2), ("express", 3): return .express(names[0], names[1])
        case ("mapRun", 2): return .mapRun(names[0], names[1])
        case ("activity", 1): return .activity(rest)
        case ("stateMachine", _), ("execution", _), ("express", _), ("mapRun", _), ("activity", _): return nil
        default: return .other(type)
        }
    }

    /// The refusal of an ARN that names the wrong kind of thing.
    var isMisplaced: APIError { .invalidArn("Resource type not valid in this context: \(resource.type)") }

    /// The ARN of a state machine, whose version or alias it may name.
    ///
    /// - Throws: `InvalidArn` where it names something else, `ValidationException` where it is labelled.
    func stateMachine() throws(APIError) -> (arn: String, qualifier: String?) {
        switch resource {
        case .stateMachine: return (text, nil)
        case .qualified(let name, let qualifier): return ("\(prefix):stateMachine:\(name)", qualifier)
        case .labelled:
            throw .validation(
                "This API does not support labelled state machine ARNs: '\(text)'",
                reason: "API_DOES_NOT_SUPPORT_LABELED_ARNS"
            )
        default: throw isMisplaced
        }
    }

    /// The ARN of a state machine without a version or alias.
    ///
    /// - Throws: `InvalidArn` where it names something else.
    func unqualifiedStateMachine() throws(APIError) -> String {
        let (arn, qualifier) = try stateMachine()
        guard qualifier == nil else {
            throw .invalidArn("Version and alias ARNs are not valid in this context: \(text)")
        }
        return arn
    }

    /// The state machine and the number of a version, or `nil` where it is no version's ARN.
    ///
    /// - Throws: as `stateMachine()`.
    func version() throws(APIError) -> (machine: String, number: Int)? {
        let (machine, qualifier) = try stateMachine()
        guard let qualifier, let number = Int(qualifier), number > 0, "\(number)" == qualifier else { return nil }
        return (machine, number)
    }

    /// The state machine and the name of an alias.
    ///
    /// - Throws: `InvalidArn` where it is no alias's ARN.
    func alias() throws(APIError) -> (machine: String, name: String) {
        let (machine, qualifier) = try stateMachine()
        guard let qualifier, try version() == nil else {
            throw .invalidArn("Not a state machine alias ARN: \(text)")
        }
        return (machine, qualifier)
    }

    /// The name in a state machine's ARN; of a distributed Map's children `<name>/<label>`.
    static func stateMachineName(in arn: String) -> String {
        arn.split(separator: ":", omittingEmptySubsequences: false).last.map(String.init) ?? arn
    }

    /// Checks that a text is the ARN of an activity.
    static func checkActivity(_ text: String) throws(APIError) {
        let arn = try ResourceARN(text)
        guard case .activity = arn.resource else { throw arn.isMisplaced }
    }

    /// Checks that it is the ARN of a standard execution.
    static func execution(_ text: String) throws(APIError) -> ResourceARN {
        let arn = try ResourceARN(text)
        guard case .execution = arn.resource else { throw arn.isMisplaced }
        return arn
    }
}
