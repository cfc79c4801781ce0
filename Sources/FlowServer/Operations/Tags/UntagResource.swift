import FlowJSON

/// Takes tags from a state machine or an activity.
struct UntagResource: Operation {
    static let members: [Member] = [
        .required("resourceArn", .arn), .required("tagKeys", .list(of: .text(1...128), 0...Int.max)),
    ]

    let arn: String
    let keys: [String]

    init(_ input: Input) {
        arn = input.text("resourceArn")
        keys = input.list("tagKeys")?.compactMap(\.stringValue) ?? []
    }

    func perform(in api: StepFunctionsAPI, for caller: Caller) async throws -> JSONObject {
        try await api.changeRegistry { registry in
            try registry.changeTags(of: arn) { (tags) throws(APIError) in
                for key in keys { tags[key] = nil }
            }
        }
        return [:]
    }
}
