/// Names of attributes that stores know; all others are their starter's own.
package enum ExecutionAttribute {
    /// The ARN of the state machine's version that an execution was started with.
    package static let version = "stateMachineVersionArn"
    /// The ARN of the state machine's alias that an execution was started with.
    package static let alias = "stateMachineAliasArn"
}
