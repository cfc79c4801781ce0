import FlowJSON
import StatesLanguage

/// A state machine that the service keeps.
struct StateMachineRecord: Sendable {
    let arn: String
    let name: String
    let type: StateMachineType
    let account: String
    let createdAt: Timestamp
    /// Counts what the registry has taken in; newer is greater.
    let sequence: Int
    var revision: Revision
    /// What was published, oldest first.
    var versions: [VersionRecord] = []
    var nextVersion = 1
    /// The aliases, oldest first.
    var aliases: [AliasRecord] = []
    var tags: JSONObject = [:]
    /// Whether it goes away as soon as its last execution has ended.
    var isDeleting = false

    var status: String { isDeleting ? "DELETING" : "ACTIVE" }

    /// The greatest of all its sequence numbers.
    var lastSequence: Int { ([sequence] + versions.map(\.sequence) + aliases.map(\.sequence)).max() ?? sequence }

    /// The revisions that it and its versions have, each once.
    var revisions: [String: Revision] {
        var revisions = [revision.key: revision]
        for version in versions { revisions[version.revision.key] = version.revision }
        return revisions
    }

    func version(_ number: Int) -> VersionRecord? { versions.first { $0.number == number } }

    func alias(_ name: String) -> AliasRecord? { aliases.first { $0.name == name } }

    func versionARN(_ number: Int) -> String { "\(arn):\(number)" }

    /// Publishes the revision, or finds the version that has it already.
    ///
    /// - Throws: `ServiceQuotaExceededException` where there are 1,000 already.
    mutating func publish(
        description: String?,
        at now: Timestamp,
        sequence: Int
    ) throws(APIError) -> VersionRecord {
        if let version = versions.last(where: { $0.revision.serial == revision.serial }) { return version }
        guard versions.count < 1000 else {
            throw APIError(.serviceQuotaExceeded, "A state machine can have 1000 versions.")
        }
        let version = VersionRecord(
            number: nextVersion,
            description: description,
            revision: revision,
            createdAt: now,
            sequence: sequence
        )
        versions.append(version)
        nextVersion += 1
        return version
    }
}

/// How executions of a state machine are run.
enum StateMachineType: String, Sendable {
    case standard = "STANDARD"
    case express = "EXPRESS"
}

/// A version of a state machine: a revision that stays as it is.
struct VersionRecord: Sendable {
    let number: Int
    let description: String?
    let revision: Revision
    let createdAt: Timestamp
    let sequence: Int
}

/// An alias: a name for one version, or for two by weight.
struct AliasRecord: Sendable {
    struct Route: Hashable, Sendable {
        let version: Int
        let weight: Int
    }

    let name: String
    var description: String?
    var routes: [Route]
    let createdAt: Timestamp
    var updatedAt: Timestamp
    let sequence: Int

    /// The version of an execution.
    ///
    /// - Parameter lot: from 0 to 99.
    func version(byLot lot: Int) -> Int? {
        var rest = lot
        for route in routes {
            if rest < route.weight { return route.version }
            rest -= route.weight
        }
        return routes.last?.version
    }
}
