import FlowJSON

extension Registry {
    /// Changes the tags of a state machine or an activity.
    ///
    /// - Throws: `InvalidArn`, `ResourceNotFound`, and what the change throws.
    mutating func changeTags<Value>(
        of arn: String,
        _ change: (inout JSONObject) throws(APIError) -> Value
    ) throws(APIError) -> Value {
        switch try ResourceARN(arn).resource {
        case .stateMachine:
            guard stateMachines[arn] != nil else { throw .noResource(arn) }
            return try update(arn) { (machine) throws(APIError) in try change(&machine.tags) }
        case .activity:
            guard var activity = activities[arn] else { throw .noResource(arn) }
            let result = try change(&activity.tags)
            add(activity)
            return result
        default: throw .noResource(arn)
        }
    }
}
