import FlowDiagnostics
import FlowJSON
import StatesLanguage

/// Feeds any text to the definition's reader: it never traps, every error has its place, and what it reads it also
/// writes such that reading that gives the same definition and the same text again; every picture can be drawn.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzStatesLanguage(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let text = String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    for type in [ItemProcessor.ExecutionType.standard, .express] {
        let (definition, diagnostics) = StateMachineDefinition.decode(text: text, executionType: type)
        let hasError = diagnostics.contains { $0.severity == .error }
        precondition((definition == nil) == hasError, "there is a definition or an error")
        for diagnostic in diagnostics {
            precondition((0...text.utf8.count).contains(diagnostic.location.offset ?? -1), "an error lies in the text")
            precondition((diagnostic.location.line ?? 0) > 0 && (diagnostic.location.column ?? 0) > 0, "at a line")
        }
        guard let definition else { continue }
        let written = definition.json
        let again = StateMachineDefinition.decode(written, executionType: type).definition
        precondition(again == definition, "reading what was written gives the same definition")
        precondition(again?.json.text == written.text, "and the same text")
        let graph = StateGraph(definition)
        precondition(!graph.svg.isEmpty && !graph.dot.isEmpty && !graph.mermaid.isEmpty, "and a picture")
    }
    return 0
}
