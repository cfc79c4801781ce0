import Testing

@testable import FlowLanguageServer

@Suite struct LanguageServerTests {}
