import FlowJSON
public import FlowTasks

extension Flow {
    /// Adds a Choice state; `rules` calls `when` and `otherwise`.
    ///
    /// A block goes on after the choice, unless it ends with `fail`, `succeed` or `jump`. Without `otherwise`, what no rule
    /// matches goes on after the choice too.
    public func choice(_ name: String, file: String = #fileID, line: UInt = #line, _ rules: () -> Void) {
        let recorder = Recorder.current
        let state = recorder.edit { $0.add(name, "Choice", [:], at: SourcePlace(file: file, line: line)) }
        recorder.choosing(state, rules)
    }

    /// Adds a rule to the choice around it: the states of `body` run when the condition holds and no earlier one does.
    public func when(_ condition: Value<Bool>, file: String = #fileID, line: UInt = #line, _ body: () -> Void) {
        let recorder = Recorder.current
        let place = SourcePlace(file: file, line: line)
        let block = recorder.edit { draft -> Int? in
            guard let choice = draft.choice(forRuleAt: place) else { return nil }
            let block = draft.addBlock(of: choice)
            draft.states[choice].rules.append(
                RuleDraft(condition: condition.template, target: .block(block), place: place)
            )
            return block
        }
        if let block { recorder.inside(block, body) }
    }

    /// Adds a rule that goes to the state of a name.
    public func when(_ condition: Value<Bool>, next: String, file: String = #fileID, line: UInt = #line) {
        let place = SourcePlace(file: file, line: line)
        Recorder.current.edit { draft in
            guard let choice = draft.choice(forRuleAt: place) else { return }
            draft.states[choice].rules.append(
                RuleDraft(condition: condition.template, target: .state(next, place), place: place)
            )
        }
    }

    /// The states that run when no rule of the choice around it holds.
    public func otherwise(file: String = #fileID, line: UInt = #line, _ body: () -> Void) {
        let recorder = Recorder.current
        let block = recorder.edit { draft -> Int? in
            guard let choice = draft.choice(forRuleAt: SourcePlace(file: file, line: line)) else { return nil }
            let block = draft.addBlock(of: choice)
            draft.states[choice].otherwise = .block(block)
            return block
        }
        if let block { recorder.inside(block, body) }
    }

    /// Goes to the state of a name when no rule of the choice around it holds.
    public func otherwise(next: String, file: String = #fileID, line: UInt = #line) {
        let place = SourcePlace(file: file, line: line)
        Recorder.current.edit { draft in
            guard let choice = draft.choice(forRuleAt: place) else { return }
            draft.states[choice].otherwise = .state(next, place)
        }
    }

    /// Ends a sequence of states with a transition to the state of a name, earlier or later in the same scope.
    public func jump(to name: String, file: String = #fileID, line: UInt = #line) {
        Recorder.current.edit { draft in
            draft.sequences[draft.open.last ?? 0].jump = (name, SourcePlace(file: file, line: line))
        }
    }
}
