import FlowJSON
import FlowStore

/// An execution's attributes, as the API wrote them.
struct ExecutionAttributes: Sendable {
    private enum Name {
        static let revision = "revision"
        static let input = "input"
        static let traceHeader = "traceHeader"
        static let logging = "logging"
    }

    private(set) var object: JSONObject

    /// The attributes that a store has.
    init(_ object: JSONObject) { self.object = object }

    /// The attributes of an execution.
    ///
    /// - Parameter wording: the input's text, where the execution's value does not tell it.
    init(of record: ExecutionRecord, wording: String?) {
        object = [Name.revision: .string(record.revisionKey)]
        object[ExecutionAttribute.version] = record.versionARN.map(JSON.string)
        object[ExecutionAttribute.alias] = record.aliasARN.map(JSON.string)
        object[Name.input] = wording.map(JSON.string)
        object[Name.traceHeader] = record.traceHeader.map(JSON.string)
        if record.logging != StateMachineSettings.loggingOff { object[Name.logging] = .object(record.logging) }
    }

    /// What names the revision of the machine; only what was started over the API has one.
    var revisionKey: String? { object[Name.revision]?.stringValue }
    var versionARN: String? { object[ExecutionAttribute.version]?.stringValue }
    var aliasARN: String? { object[ExecutionAttribute.alias]?.stringValue }
    /// The input's text, where that is not how the value is written.
    var wording: String? { object[Name.input]?.stringValue }
    var traceHeader: String? { object[Name.traceHeader]?.stringValue }
    var logging: JSONObject { object[Name.logging]?.objectValue ?? StateMachineSettings.loggingOff }
}
