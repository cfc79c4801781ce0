/// The operations by the names that requests give.
let operations: [String: any Operation.Type] = [
    "CreateStateMachine": CreateStateMachine.self,
    "DeleteStateMachine": DeleteStateMachine.self,
    "DescribeExecution": DescribeExecution.self,
    "DescribeStateMachine": DescribeStateMachine.self,
    "DescribeStateMachineForExecution": DescribeStateMachineForExecution.self,
    "GetExecutionHistory": GetExecutionHistory.self,
    "ListExecutions": ListExecutions.self,
    "ListStateMachines": ListStateMachines.self,
    "StartExecution": StartExecution.self,
    "StartSyncExecution": StartSyncExecution.self,
    "StopExecution": StopExecution.self,
    "UpdateStateMachine": UpdateStateMachine.self,
    "ValidateStateMachineDefinition": ValidateStateMachineDefinition.self,
]
