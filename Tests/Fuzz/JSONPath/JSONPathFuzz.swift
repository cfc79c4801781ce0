import FlowDiagnostics
import FlowJSON
import JSONPath

/// Compiles and evaluates any path: nothing traps, hangs or overflows, errors lie in the text, and what a Reference Path
/// sets it finds again.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzJSONPath(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let text = String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    let value: JSON = [
        "a": [["b": 1, "c": "x", "p": 8.5], ["b": 2, "c": "yé😀"], ["b": [3, 4], "d": ["e": nil, "f": true]]],
        "b": [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], "s": "text", "n": -12, "o": ["k": "v", "a b": ["l": []], "'": 1], "e": nil,
    ]
    do throws(Diagnostic) {
        let path = try Path(text)
        do throws(PathError) {
            let found = try path.evaluate(on: value)
            if !path.isDefinite { precondition(found.arrayValue != nil, "a path of many gives a list") }
        } catch {
            _ = error.description
        }
    } catch {
        let offset = error.location.offset ?? 0
        precondition((0...text.utf8.count).contains(offset), "an error lies in the text")
    }
    do throws(Diagnostic) {
        let reference = try ReferencePath(text)
        var changed = value
        do {
            try reference.set("new", in: &changed)
            precondition(reference.get(in: changed) == "new", "what was set is there")
        } catch {
            _ = "\(error)"
        }
    } catch {
        _ = error.message
    }
    return 0
}
