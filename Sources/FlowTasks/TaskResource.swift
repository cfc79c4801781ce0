package import FlowJSON

/// How a task's handler stands in ASL: as an activity, which AWS lets anybody's workers do.
package enum TaskResource {
    /// The region and account of definitions that are not deployed anywhere yet.
    package static let defaultRegion = "us-east-1"
    package static let defaultAccount = "123456789012"

    /// The resource of a task.
    package static func arn(of taskName: String) -> String {
        "arn:aws:states:\(defaultRegion):\(defaultAccount):activity:\(taskName)"
    }

    /// The name of the task behind a resource, or `nil` where the resource is no activity.
    package static func taskName(of resource: String) -> String? {
        let parts = resource.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 7, parts[0] == "arn", parts[2] == "states", parts[5] == "activity" else { return nil }
        return String(parts[6])
    }

    /// A definition whose activities are in another region and account.
    package static func relocating(_ definition: JSON, region: String, account: String) -> JSON {
        switch definition {
        case .array(let elements):
            return .array(elements.map { relocating($0, region: region, account: account) })
        case .object(let object):
            var relocated = JSONObject()
            for (key, value) in object {
                if key == "Resource", let resource = value.stringValue, let name = taskName(of: resource) {
                    relocated[key] = .string("arn:aws:states:\(region):\(account):activity:\(name)")
                } else {
                    relocated[key] = relocating(value, region: region, account: account)
                }
            }
            return .object(relocated)
        default: return definition
        }
    }
}
