import FlowJSON

extension Value: ExpressibleByStringInterpolation where Wrapped: TextValue {
    /// Collects the parts of a text with references in it.
    public struct StringInterpolation: StringInterpolationProtocol {
        var parts: [String] = []
        var literal = ""

        /// No parts yet.
        public init(literalCapacity: Int, interpolationCount: Int) {}

        /// Text between the references.
        public mutating func appendLiteral(_ text: String) { literal += text }

        /// A plain Swift value, known when the flow is compiled.
        public mutating func appendInterpolation(_ value: some CustomStringConvertible) { literal += value.description }

        /// A reference; numbers and truth values are written as JSON writes them.
        public mutating func appendInterpolation<Part>(_ value: Value<Part>) {
            if case .literal(let known) = value.form, let text = known as? String {
                literal += text
                return
            }
            flush()
            parts.append(value.operand)
        }

        fileprivate mutating func flush() {
            if !literal.isEmpty { parts.append(JSONataSource.literal(.string(literal))) }
            literal = ""
        }
    }

    /// A text with references in it; without any it is a literal.
    public init(stringInterpolation: StringInterpolation) {
        var interpolation = stringInterpolation
        guard !interpolation.parts.isEmpty else {
            self.init(.make(interpolation.literal))
            return
        }
        interpolation.flush()
        // `&` makes text of its operands; one alone needs an empty text beside it to become one.
        let parts = interpolation.parts.count == 1 ? ["''"] + interpolation.parts : interpolation.parts
        self.init(form: .expression(parts.joined(separator: " & ")))
    }
}

extension DefaultStringInterpolation {
    /// Refused: a plain text is made while the flow is compiled, when the value is not known.
    ///
    /// Deprecated, not unavailable: the compiler passes over what is unavailable. Warnings are errors in domains.
    @available(*, deprecated, message: "The value is known only at run time; make the text a Value<String>.")
    public mutating func appendInterpolation<Wrapped>(_ value: Value<Wrapped>) {}
}
