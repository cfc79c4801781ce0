import FlowDiagnostics
import FlowJSON
import JSONPath
import StatesLanguage

/// Reads and evaluates any call of intrinsic functions: nothing traps, hangs or overflows, and the same seed gives the
/// same value.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzIntrinsics(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let text = String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    guard let call = try? IntrinsicCall(text) else { return 0 }
    let first = value(of: call)
    precondition(first == value(of: call), "the same seed gives the same value")
    return 0
}

/// The value's text, or the failure's.
private func value(of call: IntrinsicCall) -> String {
    let input: JSON = [
        "a": [1, 2, 2, "x", [3], nil], "s": "a,b;c", "n": 7, "d": -2.5, "o": ["k": "v"], "t": "{\"q\": [1e3]}",
        "b": "aGk=",
    ]
    var generator = Seeded(state: 7)
    do throws(TaskFailure) {
        return try call.evaluate(using: &generator) { path throws(TaskFailure) in
            guard let compiled = try? Path(path), let value = try? compiled.evaluate(on: input) else {
                throw TaskFailure(error: .parameterPathFailure, cause: path)
            }
            return value
        }.text
    } catch {
        return "\(error.error.text) \(error.cause)"
    }
}

private struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state
    }
}
