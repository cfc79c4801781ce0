import FlowDiagnostics
import JSONata

extension ExpressionUse {
    /// The names of the variables that the expression reads.
    func variables(in reading: Reading) -> [String] {
        switch kind {
        case .path, .referencePath: return Self.variable(of: text).map { [$0] } ?? []
        case .intrinsic(let call):
            var names: [String] = []
            call.forEachPath { path in
                if let name = Self.variable(of: path) { names.append(name) }
            }
            return names
        case .jsonata(let text):
            // An expression that can't be read has been reported.
            guard let expression = try? reading.expression(text.source) else { return [] }
            let bound = boundNames(in: text.source)
            return expression.globals.compactMap { global in
                // `$eval` has been reported.
                guard case .variable(let name) = global, name != "eval", !bound.contains(name) else { return nil }
                // A function's name is a variable's where the machine assigns it.
                return Expression.isFunctionName(name) && !reading.isAssigned(name) ? nil : name
            }
        case .resultPath, .jsonataText, .payloadText: return []
        }
    }

    /// `name` of `$name.rest`.
    static func variable(of path: String) -> String? {
        let scalars = path.unicodeScalars.dropFirst()
        guard path.hasPrefix("$"), let first = scalars.first, first != ".", first != "[", first != "$" else {
            return nil
        }
        return String(scalars.prefix { $0 != "." && $0 != "[" })
    }
}
