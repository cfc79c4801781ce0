import FlowJSON

extension Expression {
    /// The compiled program, an instruction a line, its operands below it.
    public var explanation: String {
        var explanation = Explanation(program: program)
        explanation.write(program.root, level: 0)
        return explanation.text
    }
}

/// Writes a program for people.
private struct Explanation {
    let program: Program
    private(set) var text = ""

    mutating func write(_ index: Int32, level: Int, as role: String = "") {
        guard index >= 0 else { return }
        let node = program.nodes[Int(index)]
        func line(_ rest: String) { add("\(role)\(rest)", level) }
        switch node.opcode {
        case .constant:
            let constant = program.constants[Int(node.a)]
            line("constant \((program.loneSurrogate?.replaced(in: constant) ?? constant).text)")
        case .name: line("name \(program.keys[Int(node.a)].text)")
        case .members: line("members \(path(node))")
        case .local: line("local \(node.b)" + (node.a == 0 ? "" : " of \(node.a) frames outwards"))
        case .global: line("global \(name(program.globals[Int(node.a)]))" + builtin(node.b))
        case .builtin: line("builtin \(Builtin(rawValue: UInt8(node.a))?.name ?? "")")
        case .path:
            line("path")
            for step in program.steps[Int(node.a)..<Int(node.a + node.b)] { write(step, level + 1) }
            if node.c >= 0 { write(program.groups[Int(node.c)], level + 1) }
        case .block: list("block", node.a, node.b, level, role)
        case .array: list("array", node.a, node.b, level, role)
        case .call, .partial:
            line(node.opcode == .call ? (node.flags.contains(.isTailCall) ? "tail call" : "call") : "partial")
            write(node.a, level: level + 1)
            for position in Int(node.b)..<Int(node.b + node.c) {
                let argument = program.lists[position]
                if argument < 0 { add("?", level + 1) } else { write(argument, level: level + 1) }
            }
        case .object:
            line("object")
            write(program.groups[Int(node.a)], level + 1)
        case .grouped:
            line("group")
            write(node.a, level: level + 1)
            write(program.groups[Int(node.b)], level + 1)
        case .lambda:
            let lambda = program.lambdas[Int(node.a)]
            line("lambda of \(lambda.parameterCount), \(lambda.slotCount) slots")
            write(lambda.body, level: level + 1)
        case .bind:
            line("bind local \(node.b)" + (node.a == 0 ? "" : " of \(node.a) frames outwards"))
            write(node.c, level: level + 1)
        case .filtered:
            line("filter")
            write(node.a, level: level + 1)
            for stage in program.stages[Int(node.b)..<Int(node.b + node.c)] { write(stage, level + 1) }
        case .condition:
            line("condition")
            write(node.a, level: level + 1)
            write(node.b, level: level + 1, as: "then ")
            write(node.c, level: level + 1, as: "else ")
        case .transform:
            line("transform")
            write(node.a, level: level + 1)
            write(node.b, level: level + 1, as: "update ")
            write(node.c, level: level + 1, as: "delete ")
        case .negate:
            line("negate")
            write(node.a, level: level + 1)
        case .undefined, .wildcard, .descendants, .context, .root, .regex: line("\(node.opcode)")
        default:
            line("\(node.opcode)")
            write(node.a, level: level + 1)
            write(node.b, level: level + 1)
        }
    }

    private mutating func add(_ line: String, _ level: Int) {
        text += String(repeating: "  ", count: level) + line + "\n"
    }

    private mutating func list(_ name: String, _ first: Int32, _ count: Int32, _ level: Int, _ role: String) {
        add(role + name, level)
        for position in Int(first)..<Int(first + count) { write(program.lists[position], level: level + 1) }
    }

    private mutating func write(_ step: Step, _ level: Int) {
        if step.firstTerm >= 0 {
            add("sort", level)
            for term in program.sortTerms[Int(step.firstTerm)..<Int(step.firstTerm + step.termCount)] {
                write(term.node, level: level + 1, as: term.descending ? "descending " : "ascending ")
            }
        } else {
            write(step.node, level: level, as: "step ")
        }
        for stage in program.stages[Int(step.firstStage)..<Int(step.firstStage + step.stageCount)] {
            write(stage, level + 1)
        }
    }

    private mutating func write(_ stage: Stage, _ level: Int) {
        if let index = stage.constantIndex { return add("at \(index)", level) }
        if stage.predicate < 0 { return add("index in local \(stage.indexSlot)", level) }
        write(stage.predicate, level: level, as: "where ")
    }

    private mutating func write(_ group: Group, _ level: Int) {
        for pair in 0..<Int(group.count) {
            write(program.lists[Int(group.first) + 2 * pair], level: level, as: "key ")
            write(program.lists[Int(group.first) + 2 * pair + 1], level: level + 1)
        }
    }

    private func path(_ node: Node) -> String {
        let steps = Int(program.nodes[Int(node.c)].b) - (node.b < 0 ? 0 : 1)
        let names = program.pathKeys[Int(node.a)..<Int(node.a) + steps].map(\.text).joined(separator: ".")
        guard node.b >= 0 else { return names }
        let head = program.nodes[Int(node.b)]
        return head.opcode == .local
            ? "\(names) of local \(head.b)" : "\(names) of global \(name(program.globals[Int(head.a)]))"
    }

    private func builtin(_ index: Int32) -> String {
        guard index >= 0, case let node = program.nodes[Int(index)], node.opcode == .builtin,
            let builtin = Builtin(rawValue: UInt8(node.a))
        else { return "" }
        return " or $\(builtin.name)"
    }

    private func name(_ global: GlobalName) -> String {
        switch global {
        case .variable(let name): "$\(name)"
        case .states: "$states"
        case .statesInput: "$states.input"
        case .statesResult: "$states.result"
        case .statesErrorOutput: "$states.errorOutput"
        case .statesContext: "$states.context"
        }
    }
}
