import FlowDiagnostics
import FlowJSON
import JSONPath

extension Rule {
    /// C01 and C02: paths.
    static let paths: [Rule] = [eachExpression(anyPath), eachExpression(resultPath)]

    /// C01.
    private static func anyPath(_ use: ExpressionUse, _ reading: Reading) {
        switch use.kind {
        case .path, .referencePath: judgePath(use.text, use, reading)
        case .intrinsic(let call): call.forEachPath { judgePath($0, use, reading) }
        case .resultPath, .jsonata, .jsonataText, .payloadText: break
        }
    }

    private static func judgePath(_ text: String, _ use: ExpressionUse, _ reading: Reading) {
        do throws(Diagnostic) {
            _ = try Path(text)
        } catch {
            reading.report(.path, error.message, at: use.pointer, hint: error.hint)
        }
    }

    /// C02.
    private static func resultPath(_ use: ExpressionUse, _ reading: Reading) {
        guard case .resultPath = use.kind else { return }
        let hint = "A reference path has only names and positions: \"$.name\", \"$['name']\", \"$.list[0]\"."
        guard use.text.utf8.first == UInt8(ascii: "$"), !use.text.hasPrefix("$$"),
            use.text.utf8.count == 1 || ".[".contains(use.text.dropFirst().first ?? " ")
        else {
            let message = "\"ResultPath\" is \"\(use.text)\", but should be a path into the state's input."
            reading.report(.resultPath, message, at: use.pointer, hint: hint)
            return
        }
        do throws(Diagnostic) {
            _ = try ReferencePath(use.text)
        } catch {
            let message = "\"ResultPath\" is \"\(use.text)\", which is no reference path: \(error.message)"
            reading.report(.resultPath, message, at: use.pointer, hint: error.hint ?? hint)
        }
    }
}
