import FlowDiagnostics
import FlowJSON
import JSONata

/// Compiles and evaluates what the fuzzer makes up, in both dialects; nothing may trap, hang or overflow.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzJSONata(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let source = String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
    let input: JSON = [
        "a": [["b": 1, "c": "x"], ["b": 2, "c": "yé😀"], ["b": [3, 4], "d": ["e": nil, "f": true]]],
        "s": "The quick brown fox, 12-34", "n": -12.5, "o": ["k": "v", "e": [:], "l": []], "t": "2024-02-29T12:00:00Z",
    ]
    let limits = Limits(depth: 300, steps: 20_000, memoryInBytes: 200_000)
    for dialect in [Dialect.reference, .stepFunctions] {
        do throws(EvaluationError) {
            let expression = try Expression(parsing: source, dialect: dialect)
            _ = expression.stepFunctionsDiagnostics()
            let values = expression.globals.map { _ in Optional(input) }
            let result = try expression.evaluate(input: input, globals: values, limits: limits)
            _ = result?.text
        } catch {
            _ = error.message
            _ = error.diagnostic(in: source)
        }
    }
    return 0
}
