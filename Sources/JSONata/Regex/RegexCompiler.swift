import FlowJSON

/// Writes a pattern's tree as instructions.
struct RegexCompiler {
    static let maximumSize = 20_000

    private(set) var program: [RegexInstruction] = []
    private(set) var loopCount = 0

    mutating func compileWhole(_ tree: RegexTree) throws(EvaluationError) {
        program.append(.save(0))
        try compile(tree)
        program.append(.save(1))
        program.append(.accept)
    }

    private mutating func compile(_ tree: RegexTree) throws(EvaluationError) {
        guard program.count < Self.maximumSize else {
            throw EvaluationError("S0303", value: .string("the pattern is too large"))
        }
        switch tree {
        case .empty: break
        case .scalar(let scalar): program.append(.scalar(scalar))
        case .any: program.append(.any)
        case .oneOf(let index): program.append(.oneOf(index))
        case .lineStart: program.append(.lineStart)
        case .lineEnd: program.append(.lineEnd)
        case .wordBoundary: program.append(.wordBoundary)
        case .notWordBoundary: program.append(.notWordBoundary)
        case .backreference(let index): program.append(.backreference(index))
        case .sequence(let items): for item in items { try compile(item) }
        case .choice(let branches): try compile(choice: branches)
        case .group(let inner, let index):
            program.append(.save(2 * index))
            try compile(inner)
            program.append(.save(2 * index + 1))
        case .look(let inner, let ahead, let negative):
            let start = program.count
            program.append(.accept)
            try compile(inner)
            program.append(.accept)
            program[start] = .look(ahead: ahead, negative: negative, end: program.count)
        case .loop(let inner, let least, let most, let isLazy, let firstGroup, let endGroup):
            let groups = firstGroup + 1..<endGroup + 1
            try compile(loop: inner, least: least, most: most, isLazy: isLazy, groups: groups)
        }
    }

    private mutating func compile(choice branches: [RegexTree]) throws(EvaluationError) {
        var jumps: [Int] = []
        for (index, branch) in branches.enumerated() {
            guard index < branches.count - 1 else {
                try compile(branch)
                break
            }
            let split = program.count
            program.append(.accept)
            try compile(branch)
            jumps.append(program.count)
            program.append(.accept)
            program[split] = .split(first: split + 1, second: program.count)
        }
        for jump in jumps { program[jump] = .jump(program.count) }
    }

    private mutating func compile(
        loop inner: RegexTree,
        least: Int,
        most: Int,
        isLazy: Bool,
        groups: Range<Int>
    ) throws(EvaluationError) {
        func forget() -> RegexInstruction? {
            groups.isEmpty ? nil : .forget(first: groups.lowerBound, end: groups.upperBound)
        }
        for _ in 0..<least {
            let before = program.count
            if let forget = forget() { program.append(forget) }
            try compile(inner)
            // What is nothing once is nothing however often, and would be counted by nobody.
            if program.count == before { break }
        }
        if most == .max {
            let loop = loopCount
            loopCount += 1
            let split = program.count
            program.append(.accept)
            program.append(.markLoop(loop))
            if let forget = forget() { program.append(forget) }
            try compile(inner)
            program.append(.checkLoop(loop))
            program.append(.jump(split))
            program[split] = Self.split(into: split + 1, past: program.count, isLazy)
            return
        }
        var splits: [Int] = []
        for _ in 0..<(most - least) {
            splits.append(program.count)
            program.append(.accept)
            if let forget = forget() { program.append(forget) }
            try compile(inner)
        }
        for split in splits { program[split] = Self.split(into: split + 1, past: program.count, isLazy) }
    }

    private static func split(into body: Int, past end: Int, _ isLazy: Bool) -> RegexInstruction {
        isLazy ? .split(first: end, second: body) : .split(first: body, second: end)
    }
}
