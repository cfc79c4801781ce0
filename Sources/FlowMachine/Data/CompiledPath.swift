import FlowDiagnostics
import FlowJSON
import JSONPath
import StatesLanguage

/// A path of a state machine: into the input, the context object or a variable.
struct CompiledPath: Sendable {
    /// What a path begins at.
    enum Root: Sendable {
        case input
        case context
        case variable(name: String, slot: Int?)
    }

    /// The path, as written.
    let text: String
    let root: Root
    /// `nil` where the path names the whole root.
    let path: Path?

    init(_ text: String, in names: VariableNames) throws(Diagnostic) {
        self.text = text
        let path = try Path(text)
        switch path.root {
        case .input: root = .input
        case .context: root = .context
        case .variable(let name): root = .variable(name: name, slot: names.slot(of: name))
        }
        self.path = text == "$" || text == "$$" ? nil : path
    }

    var readsContext: Bool {
        if case .context = root { true } else { false }
    }

    /// The value that the path selects.
    ///
    /// - Throws: why there is none, in the words with which AWS goes on after `Invalid path '$.x' : `.
    func value(in view: DataView) throws(PathMiss) -> JSON {
        let whole: JSON
        switch root {
        case .input: whole = view.input
        case .context: whole = view.context
        case .variable(let name, let slot):
            guard let value = view.variable(slot) else {
                throw PathMiss(reason: "The variable '\(name)' does not exist")
            }
            whole = value
        }
        guard let path else { return whole }
        do throws(PathError) { return try path.evaluate(on: whole) } catch {
            throw PathMiss(reason: error.description)
        }
    }

    /// The value of a path field such as `InputPath`.
    func fieldValue(in view: DataView) throws(Fault) -> JSON {
        do throws(PathMiss) { return try value(in: view) } catch {
            throw .runtime("Invalid path '\(text)' : \(error.reason)")
        }
    }

    /// The value of a member of a payload template.
    ///
    /// - Parameter field: the member's key as written, such as `day.$`.
    func templateValue(of field: String, in view: DataView) throws(Fault) -> JSON {
        do throws(PathMiss) { return try value(in: view) } catch {
            throw .missingPath(
                "The JSONPath '\(text)' specified for the field '\(field)' could not be found in the input "
                    + "'\(view.input.text)'"
            )
        }
    }
}

/// A path selects nothing.
struct PathMiss: Error {
    let reason: String
}
