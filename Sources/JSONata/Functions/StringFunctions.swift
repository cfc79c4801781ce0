import FlowJSON

/// `$string`, `$substring…`, `$lowercase`, `$uppercase`, `$length`, `$trim`, `$pad`, `$join`
extension Evaluator {
    func callString(_ builtin: Builtin, _ arguments: [Value]) throws(EvaluationError) -> Value {
        if builtin == .string {
            let argument = arguments.argument(0)
            if argument.isUndefined { return .undefined }
            let indented = try isTrue(arguments.argument(1))
            return .string(try string(of: argument, indented: indented))
        }
        if builtin == .join { return try join(arguments) }
        guard let text = arguments.text(0) else { return .undefined }
        switch builtin {
        case .substring:
            try chargeSteps(text.utf8.count >> 5)
            return .string(Self.substring(text, arguments.number(1) ?? 0, arguments.number(2)))
        case .substringBefore:
            guard let part = arguments.text(1), let offset = Text.firstOffset(of: part, in: text) else {
                return .string(text)
            }
            return .string(Text.bytes(text, 0, offset))
        case .substringAfter:
            guard let part = arguments.text(1), let offset = Text.firstOffset(of: part, in: text) else {
                return .string(text)
            }
            return .string(Text.bytes(text, offset + part.utf8.count, text.utf8.count))
        case .lowercase, .uppercase:
            let isUpper = builtin == .uppercase
            if let mapped = Text.asciiMapped(text, from: isUpper ? 0x61 : 0x41) { return .string(mapped) }
            try chargeSteps(text.utf8.count >> 1)
            return .string(isUpper ? text.uppercased() : text.lowercased())
        case .length: return .integer(Text.scalarCount(text))
        case .trim:
            try chargeSteps(text.utf8.count >> 4)
            return .string(Text.trimmed(text))
        default: return .string(try pad(text, arguments.number(1) ?? 0, arguments.text(2)))
        }
    }

    static func substring(_ text: String, _ start: Double, _ length: Double?) -> String {
        let count = Double(Text.scalarCount(text))
        let start = count + start < 0 ? 0 : start
        var end = count
        if let length {
            if length <= 0 { return "" }
            end = start >= 0 ? start + length : count + start + length
        }
        func position(_ value: Double) -> Int {
            let whole = value.rounded(.towardZero)
            return min(max(Int(bounded: whole < 0 ? count + whole : whole), 0), Int(count))
        }
        return Text.slice(text, position(start), position(end))
    }

    private func pad(_ text: String, _ width: Double, _ filler: String?) throws(EvaluationError) -> String {
        let missing = width.magnitude - Double(Text.scalarCount(text))
        guard missing > 0 else { return text }
        let filler = filler.flatMap { $0.isEmpty ? nil : $0 } ?? " "
        guard missing < Double(limits.memoryInBytes) else { throw EvaluationError("D1013") }
        let count = Int(missing)
        try chargeText(count * filler.utf8.count)
        try chargeSteps((count * filler.utf8.count) >> 6)
        if filler.utf8.count == 1, let byte = filler.utf8.first {
            return Text.padded(text, with: byte, count: count, atEnd: width > 0)
        }
        try chargeSteps(count >> 2)
        let scalars = Array(filler.unicodeScalars)
        var padding = String.UnicodeScalarView()
        for index in 0..<count { padding.append(scalars[index % scalars.count]) }
        return width > 0 ? text + String(padding) : String(padding) + text
    }

    private func join(_ arguments: [Value]) throws(EvaluationError) -> Value {
        guard let items = arguments.argument(0).jsonItems else { return .undefined }
        let separator = arguments.text(1) ?? ""
        var result = ""
        for (index, item) in items.enumerated() {
            if index > 0 { result += separator }
            result += item.stringValue ?? ""
            try chargeText(result.utf8.count)
        }
        try chargeSteps(items.count >> 2 + items.count >> 3 + result.utf8.count >> 6)
        return .string(result)
    }
}
