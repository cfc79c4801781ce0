import FlowEngine
import FlowJSON
import FlowStore
import StatesLanguage
import Testing

@testable import FlowServer

@Suite("The registry as documents")
struct RegistryDocumentsTests {
    /// Random numbers from a seed, by an xorshift.
    private struct Generator: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return state
        }
    }

    private static func revision(_ key: String, using generator: inout Generator) -> Revision {
        let isOff = Bool.random(using: &generator)
        return Revision(
            key: key,
            serial: Int.random(in: 0...1_000, using: &generator),
            id: Bool.random(using: &generator) ? "id-\(key)" : nil,
            compiled: CompiledDefinition(text: "{\"\u{1F600}\": \"\\n\"}\n\(key)", type: .standard),
            variableReferences: isOff ? [:] : ["A": ["x", "y"]],
            roleARN: Served.role,
            logging: isOff ? StateMachineSettings.loggingOff : ["level": "ALL", "includeExecutionData": true],
            tracing: ["enabled": .bool(isOff)],
            encryption: StateMachineSettings.ownedKey,
            updatedAt: Timestamp(milliseconds: Int64.random(in: 0...4_000_000_000_000, using: &generator))
        )
    }

    private static func machine(_ seed: UInt64) -> StateMachineRecord {
        var generator = Generator(state: seed &* 0x9E37_79B9_7F4A_7C15 | 1)
        var machine = StateMachineRecord(
            arn: "\(Served.prefix):stateMachine:m",
            name: "m",
            type: Bool.random(using: &generator) ? .standard : .express,
            account: "123456789012",
            createdAt: Timestamp(milliseconds: 1_763_716_440_123),
            sequence: Int.random(in: 1...1_000_000, using: &generator),
            revision: revision("current", using: &generator)
        )
        for number in 0..<Int.random(in: 0...4, using: &generator) {
            machine.versions.append(
                VersionRecord(
                    number: number + 1,
                    description: Bool.random(using: &generator) ? "Nº \(number)" : nil,
                    revision: Bool.random(using: &generator)
                        ? machine.revision : revision("version-\(number)", using: &generator),
                    createdAt: machine.createdAt,
                    sequence: machine.sequence + number
                )
            )
            machine.aliases.append(
                AliasRecord(
                    name: "alias-\(number)",
                    description: Bool.random(using: &generator) ? "" : nil,
                    routes: [AliasRecord.Route(version: number + 1, weight: 100)],
                    createdAt: machine.createdAt,
                    updatedAt: machine.createdAt,
                    sequence: machine.sequence + 10 + number
                )
            )
        }
        machine.nextVersion = machine.versions.count + Int.random(in: 1...3, using: &generator)
        machine.tags = Bool.random(using: &generator) ? ["b": "2", "a": "1"] : [:]
        machine.isDeleting = Bool.random(using: &generator)
        return machine
    }

    @Test("a state machine is read as it was written", arguments: 0..<200 as Range<UInt64>)
    func machines(seed: UInt64) throws {
        let machine = Self.machine(seed)
        var revisions: [String: Revision] = [:]
        for (key, revision) in machine.revisions {
            let document = revision.document(type: machine.type)
            revisions[key] = try Revision(try JSON(parsing: document.text), key: key)
            #expect(revisions[key]?.document(type: machine.type).text == document.text)
        }
        let document = machine.document
        let read = try StateMachineRecord(try JSON(parsing: document.text), arn: machine.arn, revisions: revisions)
        #expect(read.document.text == document.text)
        #expect(read.revision.definition == machine.revision.definition)
        #expect(read.lastSequence == machine.lastSequence)
    }

    @Test("an activity is read as it was written")
    func activities() throws {
        let activity = ActivityRecord(
            arn: "\(Served.prefix):activity:a",
            name: "a",
            account: "123456789012",
            createdAt: Timestamp(milliseconds: 1),
            sequence: 7,
            encryption: StateMachineSettings.ownedKey,
            tags: ["k": "v"]
        )
        let read = try ActivityRecord(activity.document, arn: activity.arn)
        #expect(read.document == activity.document)
    }

    @Test(
        "documents that can't be read are refused in one sentence",
        arguments: [
            ("7", "The store's document of the activity x is damaged: it tells no form.", StoreError.Code.damaged),
            (
                #"{"form": 2}"#,
                "The store's document of the activity x was written by a newer flow-task (form 2); this one reads "
                    + "forms up to 1.", .newerVersion
            ),
            (
                #"{"form": 1, "name": 3}"#,
                #"The store's document of the activity x is damaged: its "name" cannot be read."#, .damaged
            ),
        ]
    )
    func unreadable(text: String, message: String, code: StoreError.Code) throws {
        let document = try JSON(parsing: text)
        #expect(throws: StoreError(code, message)) { try ActivityRecord(document, arn: "x") }
    }

    @Test("what nobody can ask for any more is deleted")
    func replacedRevisions() async throws {
        let store = MemoryStore()
        try await Served.with(store: store) { served in
            let arn = JSON.string(try await served.machine("m"))
            _ = try await served.call(
                "UpdateStateMachine",
                ["stateMachineArn": arn, "definition": .string(Served.fail)]
            )
            #expect(try await store.documents(of: "revision").count == 2)
            let registry = ServiceRegistry(store)
            try await registry.load(forgettingRevisionsBefore: served.clock.now)
            #expect(try await store.documents(of: "revision").count == 2)
            try await registry.load(forgettingRevisionsBefore: served.clock.now.adding(seconds: 1))
            #expect(try await store.documents(of: "revision").count == 1)
            #expect(try await store.documents(of: "replacedRevision").isEmpty)
        }
    }

    /// A store whose disk is full.
    private struct FullStore: DocumentStore {
        func document(_ key: String, of kind: String) async throws -> JSON? { nil }
        func documents(of kind: String) async throws -> [StoredDocument] { [] }
        func write(_ changes: [DocumentChange]) async throws { throw StoreError(.full, "The disk is full.") }
    }

    @Test("what the store did not take has not happened")
    func fullStore() async throws {
        let registry = ServiceRegistry(FullStore())
        let machine = Self.machine(1)
        await #expect(throws: StoreError.self) {
            try await registry.change(at: Timestamp(milliseconds: 0)) { $0.add(machine) }
        }
        #expect(registry.current.stateMachines.isEmpty)
    }
}
