import Testing

@testable import FlowTesting

@Suite struct StateTestTests {}
