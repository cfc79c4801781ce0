import FlowDiagnostics
import FlowJSON

/// Feeds any bytes to the parser: it never traps, its errors lie within the text, and what it reads it also writes such
/// that reading that gives the same value and the same text again.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzJSON(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let text = UnsafeRawBufferPointer(start: start, count: count)
    for options in [JSON.ParsingOptions.plain, .strict, .init(maximumDepth: 8, loneSurrogates: .replaced)] {
        let value: JSON
        do throws(Diagnostic) {
            value = try JSON(parsing: text, options: options)
        } catch {
            precondition((0...count).contains(error.location.offset ?? -1), "an error lies within the text")
            precondition((error.location.line ?? 0) > 0 && (error.location.column ?? 0) > 0, "and has line and column")
            continue
        }
        do throws(Diagnostic) {
            let written = value.bytes
            let again = try JSON(parsing: written, options: .strict)
            precondition(again == value, "reading what was written gives the same value")
            precondition(again.bytes == written, "and the same text")
            let pretty = try JSON(parsing: value.prettyText, options: .strict)
            precondition(pretty == value, "and so does the text with a member a line")
        } catch {
            preconditionFailure("what was written can be read: \(error.message)")
        }
    }
    return 0
}
