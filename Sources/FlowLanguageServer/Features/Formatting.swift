import FlowDiagnostics
import FlowJSON

extension LanguageServer {
    /// The whole document with a member or element a line; keys keep their order, numbers and texts their spelling.
    mutating func formatting(_ params: JSON) throws(ResponseError) -> JSON {
        let (document, analysis) = try document(params)
        guard document.form == .json else { return .null }
        do throws(Diagnostic) {
            _ = try JSON(
                parsing: document.text.bytes,
                options: .init(maximumDepth: SyntaxParser.depthLimit, loneSurrogates: .replaced)
            )
        } catch {
            throw ResponseError(.requestFailed, "What is not JSON cannot be formatted: \(error.message)")
        }
        guard let root = analysis.tree.root else { return .null }
        let size = min(max(params["options"]?["tabSize"]?.integerValue ?? 2, 1), 16)
        let usesBlanks = params["options"]?["insertSpaces"]?.boolValue ?? true
        var printer = Printer(
            tree: analysis.tree,
            indentation: usesBlanks ? [UInt8](repeating: 0x20, count: Int(size)) : [0x09]
        )
        printer.write(root, depth: 0)
        printer.output.append(0x0A)
        guard printer.output != document.text.bytes else { return [] }
        let whole = document.text.range(of: 0..<document.text.bytes.count, encoding)
        return [["range": whole.json, "newText": .string(String(decoding: printer.output, as: UTF8.self))]]
    }
}

/// Writes a tree with a member or element a line.
private struct Printer {
    let tree: SyntaxTree
    let indentation: [UInt8]
    var output: [UInt8] = []

    /// The depth is bounded by the parser's.
    mutating func write(_ node: SyntaxTree.NodeID, depth: Int) {
        let kind = tree.kind(of: node)
        let children = Array(tree.children(of: node))
        guard kind == .object || kind == .array, !children.isEmpty else {
            output +=
                kind == .object
                ? Array("{}".utf8) : kind == .array ? Array("[]".utf8) : Array(tree.bytes[tree.range(of: node)])
            return
        }
        output.append(kind == .object ? UInt8(ascii: "{") : UInt8(ascii: "["))
        for (position, child) in children.enumerated() {
            if position > 0 { output.append(UInt8(ascii: ",")) }
            newLine(depth + 1)
            if let key = tree.keyRange(of: child) {
                output += tree.bytes[key]
                output += ": ".utf8
            }
            write(child, depth: depth + 1)
        }
        newLine(depth)
        output.append(kind == .object ? UInt8(ascii: "}") : UInt8(ascii: "]"))
    }

    private mutating func newLine(_ depth: Int) {
        output.append(0x0A)
        for _ in 0..<depth { output += indentation }
    }
}
