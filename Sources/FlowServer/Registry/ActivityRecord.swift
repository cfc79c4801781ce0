import FlowJSON
import StatesLanguage

/// An activity that the service keeps.
struct ActivityRecord: Sendable {
    let arn: String
    let name: String
    let account: String
    let createdAt: Timestamp
    let sequence: Int
    let encryption: JSONObject
    var tags: JSONObject
}
