import FlowDiagnostics
import FlowJSON
import JSONata

extension Rule {
    /// F07 to F10: variables that are read, and those that are not.
    static let variableUse: [Rule] = [Rule(readVariables), Rule(unreadVariables)]

    /// F07, F08 and F10.
    private static func readVariables(_ reading: Reading) {
        let first = reading.firstAssignments()
        let guarded = reading.guardedVariables()
        for use in reading.expressions {
            let scope = reading.states[use.state].scope
            let scopes = reading.visibleScopes(from: scope)
            // A function's name may be its call, so nothing is said of it.
            for name in use.variables(in: reading) where !Expression.isFunctionName(name) {
                let key = ByteText(name)
                guard scopes.contains(where: { first[$0][key] != nil }) else {
                    judgeUnassigned(name, use, first, scopes, reading)
                    continue
                }
                guard let presence = reading.variables.presence(of: name, at: use.state), !guarded.contains(key),
                    !presence.surely
                else { continue }
                let place = scopes.lazy.compactMap { first[$0][key] }.first ?? ""
                if presence.perhaps {
                    reading.report(
                        .perhapsUnassigned,
                        "The variable \"$\(name)\" is assigned on some ways to this state only.",
                        at: use.pointer,
                        severity: .warning,
                        hint: "It is assigned at \(place); assign it on the other ways too, if only to null. If the "
                            + "ways without it never lead here, silence this by \"flow-task: ignore F08\" in a Comment."
                    )
                } else {
                    reading.report(
                        .neverAssigned,
                        "The variable \"$\(name)\" is not assigned before it is read here.",
                        at: use.pointer,
                        hint: "It is assigned at \(place), and what a state assigns can be read by the next one."
                    )
                }
            }
        }
    }

    private static func judgeUnassigned(
        _ name: String,
        _ use: ExpressionUse,
        _ first: [[ByteText: String]],
        _ scopes: [Int],
        _ reading: Reading
    ) {
        var outer: Int? = scopes.last.flatMap { reading.scopes[$0].parent?.scope }
        while let scope = outer {
            if let place = first[scope][ByteText(name)] {
                reading.report(
                    .outerVariable,
                    "The variable \"$\(name)\" is assigned outside of the distributed Map, which can't be seen here.",
                    at: use.pointer,
                    hint: "It is assigned at \(place); hand it in by the Map's \"ItemSelector\"."
                )
                return
            }
            outer = reading.scopes[scope].parent?.scope
        }
        reading.report(
            .neverAssigned,
            "The variable \"$\(name)\" is never assigned.",
            at: use.pointer,
            hint: reading.suggestion(
                for: name,
                in: scopes.flatMap { first[$0].keys.map(\.text) }.sorted(),
                prefix: "$"
            )
        )
    }

    /// F09.
    private static func unreadVariables(_ reading: Reading) {
        var read: [ByteText: Set<Int>] = [:]
        for use in reading.expressions {
            // One that can't be seen from there has been reported, and was meant to be read.
            var scopes = [reading.states[use.state].scope]
            while let outer = reading.scopes[scopes[scopes.count - 1]].parent?.scope { scopes.append(outer) }
            for name in use.variables(in: reading) { read[ByteText(name), default: []].formUnion(scopes) }
        }
        var reported: Set<String> = []
        for assignment in reading.assignments {
            let scope = reading.states[assignment.state].scope
            guard isName(assignment.name), read[ByteText(assignment.name)]?.contains(scope) != true,
                reported.insert("\(scope) \(assignment.name)").inserted
            else { continue }
            reading.report(
                .neverRead,
                "The variable \"$\(assignment.name)\" is assigned, but no state reads it.",
                at: assignment.pointer,
                severity: .warning,
                hint: "Remove it; if it is there to be seen in the history, silence this by "
                    + "\"flow-task: ignore F09\" in the state's Comment."
            )
        }
    }
}

extension Reading {
    /// The variables that the machine asks for before it reads them, by `IsPresent` or `$exists`.
    fileprivate func guardedVariables() -> Set<ByteText> {
        var names: Set<ByteText> = []
        for use in expressions {
            switch use.kind {
            case .path where use.asksForPresence: names.formUnion(use.variables(in: self).map(ByteText.init))
            case .jsonata(let text) where text.source.utf8.contains(UInt8(ascii: "$")):
                for call in text.source.split(separator: "$exists(", omittingEmptySubsequences: false).dropFirst() {
                    let name = call.drop { $0 == " " }.dropFirst().prefix { $0.isLetter || $0.isNumber || $0 == "_" }
                    names.insert(ByteText(String(name)))
                }
            default: break
            }
        }
        return names
    }
}
