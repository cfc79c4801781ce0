import Testing

@testable import FlowItems

@Suite struct ItemFormatTests {}
