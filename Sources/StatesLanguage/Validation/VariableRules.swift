import FlowDiagnostics
import FlowJSON

extension Rule {
    /// C12: what `Assign` names.
    static let assignments: [Rule] = [Rule(assignedNames), Rule(outerNames)]

    /// C12, as far as a name alone tells.
    private static func assignedNames(_ reading: Reading) {
        for assignment in reading.assignments {
            let name = assignment.name
            let problem: String? =
                if name == "states" || name == "$states" {
                    "\"\(name)\" is a name of the language's own."
                } else if name.contains(".") || name.contains("[") {
                    "\"\(name)\" is a part of a variable; only a whole variable can be assigned."
                } else if name.unicodeScalars.count > 80 {
                    "The variable \"\(name)\" has over 80 characters."
                } else if !isIdentifier(name) {
                    "\"\(name)\" is no name for a variable."
                } else {
                    nil
                }
            guard let problem else { continue }
            reading.report(
                .assignment,
                problem,
                at: assignment.pointer,
                hint: name.hasPrefix("$")
                    ? "Leave out the \"$\"." : "A name begins with a letter and goes on with letters, digits and \"_\"."
            )
        }
    }

    /// Whether a variable can have that name.
    static func isName(_ name: String) -> Bool { isIdentifier(name) && name != "states" }

    private static func isIdentifier(_ name: String) -> Bool {
        guard let first = name.unicodeScalars.first, first.properties.isIDStart || first == "_" else { return false }
        return name.unicodeScalars.dropFirst().allSatisfy { $0.properties.isIDContinue }
    }

    /// C12 of names that an outer scope assigns.
    private static func outerNames(_ reading: Reading) {
        // What a catcher assigns is assigned after the inner scope has ended; AWS takes such names.
        let first = reading.firstAssignments { reading.states[$0.state].pointer + "/Catch/" }
        for assignment in reading.assignments {
            let scopes = reading.visibleScopes(from: reading.states[assignment.state].scope)
            let outer = scopes.dropFirst().lazy.compactMap { first[$0][ByteText(assignment.name)] }.first
            guard let outer else { continue }
            reading.report(
                .assignment,
                "The variable \"\(assignment.name)\" belongs to an outer scope, which assigns it at \(outer).",
                at: assignment.pointer,
                hint: "Inside a branch or an item processor it can be read, not assigned; take another name."
            )
        }
    }
}

extension Reading {
    /// Where each scope assigns each of its variables first.
    ///
    /// - Parameter ignored: assignments whose pointers begin so are left out.
    func firstAssignments(ignoring ignored: (Assignment) -> String? = { _ in nil }) -> [[ByteText: String]] {
        var first: [[ByteText: String]] = Array(repeating: [:], count: scopes.count)
        for assignment in assignments.reversed() {
            if let prefix = ignored(assignment), assignment.pointer.hasPrefix(prefix) { continue }
            first[states[assignment.state].scope][ByteText(assignment.name)] = assignment.pointer
        }
        return first
    }

    /// The scope and those around it whose variables it sees, the nearest first.
    func visibleScopes(from scope: Int) -> [Int] {
        var visible = [scope]
        var current = scope
        while !scopes[current].isDistributed, let outer = scopes[current].parent?.scope {
            visible.append(outer)
            current = outer
        }
        return visible
    }
}
