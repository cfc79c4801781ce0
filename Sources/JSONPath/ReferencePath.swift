package import FlowDiagnostics
package import FlowJSON

/// A path that names exactly one node: `$`, `.name`, `['name']`, `[n]`.
///
/// Source: Amazon States Language, "Reference Paths".
package struct ReferencePath: Sendable {
    private enum Step: Sendable {
        case member(JSONKey)
        case element(Int)
    }

    /// The path as written.
    package let text: String
    /// What the path begins at.
    package let root: Root
    private let steps: [Step]

    /// Whether the path names the whole root.
    package var isRoot: Bool { steps.isEmpty }

    /// Reads a path.
    ///
    /// - Throws: a diagnostic that quotes the path and says what a Reference Path cannot hold.
    package init(_ text: String) throws(Diagnostic) {
        self.text = text
        let rest: String
        (root, rest) = try Root.split(text)
        var reader = ReferencePathReader(rest: ArraySlice(rest.unicodeScalars))
        do throws(PathSyntaxError) {
            var steps: [Step] = []
            try reader.readRoot()
            while let step = try reader.readStep() {
                switch step {
                case .name(let name): steps.append(.member(JSONKey(name)))
                case .position(let position): steps.append(.element(position))
                }
            }
            self.steps = steps
        } catch {
            throw Diagnostic(
                code: .invalidReferencePath,
                message: "The reference path \"\(text)\" cannot be used: \(error.reason).",
                hint: "A reference path names one node, such as $.order.lines[0]."
            )
        }
    }

    /// The value of the node, or `nil` where there is none.
    package func get(in value: JSON) -> JSON? {
        var value = value
        for step in steps {
            switch (step, value) {
            case (.member(let key), .object(let object)):
                guard let inner = object.value(for: key) else { return nil }
                value = inner
            case (.element(let position), .array(let elements)):
                guard position < elements.count else { return nil }
                value = elements[position]
            default: return nil
            }
        }
        return value
    }

    /// Puts a value at the node; objects that are missing on the way are made, and so is the last member.
    ///
    /// - Throws: where a step on the way is no object, or no array with that element; `value` is unchanged then.
    package func set(_ newValue: JSON, in value: inout JSON) throws(PathError) {
        // The walk before the change keeps the value whole on failure, and unshared during the change.
        try check(value)
        Self.set(newValue, steps[...], in: &value)
    }

    private func check(_ value: JSON) throws(PathError) {
        var value = value
        for (index, step) in steps.enumerated() {
            switch (step, value) {
            case (.member(let key), .object(let object)):
                guard let inner = object.value(for: key) else { return try checkMissing(steps[(index + 1)...]) }
                value = inner
            case (.element(let position), .array(let elements)) where position < elements.count:
                value = elements[position]
            case (.element(let position), .array(let elements)):
                throw .invalid("The array has \(elements.count) elements and none at position \(position) of \(text)")
            case (.member(let key), _):
                throw .invalid("\(text) needs an object to hold '\(key.text)', but there is \(value.kindInWords)")
            case (.element(let position), _):
                throw .invalid("\(text) needs an array with a position \(position), but there is \(value.kindInWords)")
            }
        }
    }

    /// Behind a missing member only members can follow, which are made.
    private func checkMissing(_ rest: ArraySlice<Step>) throws(PathError) {
        for case .element(let position) in rest {
            throw .invalid("\(text) needs an array with a position \(position), but there is nothing")
        }
    }

    private static func set(_ newValue: JSON, _ steps: ArraySlice<Step>, in value: inout JSON) {
        guard let step = steps.first else {
            value = newValue
            return
        }
        switch (step, value) {
        case (.member(let key), .object(var object)):
            value = .null
            if let position = object.shape?.position(of: key) {
                object.modifyValue(at: position) { inner in set(newValue, steps.dropFirst(), in: &inner) }
            } else {
                var inner = JSON.object(JSONObject())
                set(newValue, steps.dropFirst(), in: &inner)
                object[key.text] = inner
            }
            value = .object(object)
        case (.element(let position), .array(var elements)):
            value = .null
            set(newValue, steps.dropFirst(), in: &elements[position])
            value = .array(elements)
        default: preconditionFailure("the way to a node was checked before it is changed")
        }
    }
}
