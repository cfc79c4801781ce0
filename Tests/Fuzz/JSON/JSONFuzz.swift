import FlowDiagnostics
import FlowJSON

/// Feeds any bytes to the parser: it never traps, its errors lie within the text, and what it reads it also writes such
/// that reading that gives the same value and the same text again.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzJSON(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let text = UnsafeRawBufferPointer(start: start, count: count)
    for options in [JSON.ParsingOptions.plain, .strict, .init(maximumDepth: 8, loneSurrogates: .replaced)] {
        do throws(Diagnostic) {
            let value = try JSON(parsing: text, options: options)
            let written = value.bytes
            let again = try JSON(parsing: written)
            precondition(again == value, "reading what was written gives the same value")
            precondition(again.bytes == written, "and the same text")
            precondition(try JSON(parsing: value.prettyText) == again, "and so does the text with a member a line")
        } catch {
            precondition((0...count).contains(error.location.offset ?? -1), "an error lies within the text")
            precondition((error.location.line ?? 0) > 0 && (error.location.column ?? 0) > 0, "and has line and column")
        }
    }
    return 0
}
