import FlowJSON
import FlowStore
import StatesLanguage

/// The registry as documents of a store: one for each state machine, each revision of one, and each activity.
struct RegistryDocuments {
    private enum Kind {
        static let stateMachine = "stateMachine"
        static let revision = "revision"
        /// When a revision was replaced, by its key; its executions need it on.
        static let replacement = "replacedRevision"
        static let activity = "activity"
    }

    private let store: any DocumentStore

    init(_ store: any DocumentStore) { self.store = store }

    /// Reads everything, and deletes the revisions that nobody can ask for any more.
    ///
    /// - Parameter horizon: when a revision must have been replaced for that.
    func load(forgettingRevisionsBefore horizon: Timestamp) async throws -> Registry {
        var revisions: [String: Revision] = [:]
        for stored in try await store.documents(of: Kind.revision) {
            revisions[stored.key] = try Revision(stored.value, key: stored.key)
        }
        var machines: [StateMachineRecord] = []
        for stored in try await store.documents(of: Kind.stateMachine) {
            machines.append(try StateMachineRecord(stored.value, arn: stored.key, revisions: revisions))
        }
        var activities: [ActivityRecord] = []
        for stored in try await store.documents(of: Kind.activity) {
            activities.append(try ActivityRecord(stored.value, arn: stored.key))
        }
        try await forgetRevisions(before: horizon)
        return Registry(stateMachines: machines, activities: activities)
    }

    /// A revision that no state machine has any more, or `nil`.
    func revision(_ key: String) async throws -> Revision? {
        try await store.document(key, of: Kind.revision).map { try Revision($0, key: key) }
    }

    private func forgetRevisions(before horizon: Timestamp) async throws {
        var changes: [DocumentChange] = []
        for stored in try await store.documents(of: Kind.replacement) {
            let moment = try DocumentReader(stored.value, name: "replaced revision \(stored.key)").moment("moment")
            guard moment < horizon else { continue }
            changes.append(.delete(kind: Kind.revision, key: stored.key))
            changes.append(.delete(kind: Kind.replacement, key: stored.key))
        }
        if !changes.isEmpty { try await store.write(changes) }
    }

    /// What must be written for a registry that was changed.
    static func changes(from old: Registry, to new: Registry, at now: Timestamp) -> [DocumentChange] {
        new.touched.sorted().flatMap { arn in
            activityChange(old.activities[arn], new.activities[arn], arn)
                + machineChanges(old.stateMachines[arn], new.stateMachines[arn], arn, at: now)
        }
    }

    private static func activityChange(
        _ old: ActivityRecord?,
        _ new: ActivityRecord?,
        _ arn: String
    ) -> [DocumentChange] {
        let document = new?.document
        guard document != old?.document else { return [] }
        return [change(of: Kind.activity, arn, document)]
    }

    private static func machineChanges(
        _ old: StateMachineRecord?,
        _ new: StateMachineRecord?,
        _ arn: String,
        at now: Timestamp
    ) -> [DocumentChange] {
        let document = new?.document
        guard document != old?.document else { return [] }
        var changes = [change(of: Kind.stateMachine, arn, document)]
        let oldRevisions = old?.revisions ?? [:]
        let newRevisions = new?.revisions ?? [:]
        if let new {
            for (key, revision) in newRevisions.sorted(by: { $0.key < $1.key }) where oldRevisions[key] == nil {
                changes.append(.put(kind: Kind.revision, key: key, revision.document(type: new.type)))
            }
        }
        for key in oldRevisions.keys.sorted() where newRevisions[key] == nil {
            let replacement: JSON = ["form": .integer(DocumentReader.form), "moment": .integer(now.milliseconds)]
            changes.append(.put(kind: Kind.replacement, key: key, replacement))
        }
        return changes
    }

    private static func change(of kind: String, _ key: String, _ document: JSON?) -> DocumentChange {
        if let document { .put(kind: kind, key: key, document) } else { .delete(kind: kind, key: key) }
    }
}
