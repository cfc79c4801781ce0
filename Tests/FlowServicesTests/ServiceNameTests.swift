import Testing

@testable import FlowServices

@Suite struct ServiceNameTests {}
