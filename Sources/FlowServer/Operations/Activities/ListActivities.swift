import FlowJSON

/// Lists the activities, the oldest first, as AWS was recorded to.
struct ListActivities: Operation {
    static let members = PageRequest.members

    let page: PageRequest

    init(_ input: Input) { page = PageRequest(input, isAscending: true) }

    func perform(in api: StepFunctionsAPI, for caller: Caller) async throws -> JSONObject {
        let activities = api.registry.activities.values.filter { $0.account == caller.account }
        let shown = try Page(
            of: "activities",
            activities.sorted { $0.sequence < $1.sequence },
            by: \.sequence,
            page,
            now: api.now
        )
        let list = shown.elements.map { activity in
            JSON.object([
                "activityArn": .string(activity.arn), "name": .string(activity.name),
                "creationDate": activity.createdAt.json,
            ])
        }
        var answer: JSONObject = ["activities": .array(list)]
        answer.add(nextToken: shown.nextToken)
        return answer
    }
}
