import Testing

@testable import FlowServer

@Suite struct OperationTests {}
