import FlowJSON

/// Signs behind an operand: operators, calls, filters, groups.
extension Parser {
    mutating func infix(_ sign: Token, _ left: SyntaxNode) throws(EvaluationError) -> SyntaxNode {
        switch sign.kind {
        case .openParen: return try call(sign, left)
        case .openBracket:
            if token.kind == .closeBracket {
                var step = left
                while step.kind == .binary, step.sign == .openBracket { step = step.children[0] }
                step.keepsArray = true
                try advance(afterOperand: true)
                return left
            }
            let filter = node(.binary, sign, left, try expression(0))
            try expect(.closeBracket, afterOperand: true)
            return filter
        case .openBrace:
            let group = try object(sign)
            return node(.binary, sign, left, group)
        case .caret: return try orderBy(sign, left)
        case .assign:
            guard left.kind == .variable else {
                throw EvaluationError("S0212", position: left.position, token: left.text.string)
            }
            bindsVariables = true
            return node(.binary, sign, left, try expression(9))
        case .at, .hash:
            bindsTuples = true
            let right = try expression(sign.kind.leftBindingPower)
            guard right.kind == .variable else {
                throw EvaluationError("S0214", position: right.position, token: sign.text.string)
            }
            return node(.binary, sign, left, right)
        case .question:
            let condition = node(.condition, sign, left, try expression(0))
            if token.kind == .colon {
                try advance()
                add(try expression(0), to: condition)
            }
            return condition
        case .coalesce, .elvis: return node(.binary, sign, left, try expression(0))
        default: return node(.binary, sign, left, try expression(sign.kind.leftBindingPower))
        }
    }

    private mutating func orderBy(_ sign: Token, _ left: SyntaxNode) throws(EvaluationError) -> SyntaxNode {
        let sort = node(.binary, sign, left)
        try expect(.openParen)
        while true {
            var descending = false
            if token.kind == .less {
                try advance()
            } else if token.kind == .greater {
                descending = true
                try advance()
            }
            let term = node(.sort, token, try expression(0))
            term.descending = descending
            add(term, to: sort)
            guard token.kind == .comma else { break }
            try advance()
        }
        try expect(.closeParen)
        return sort
    }

    private mutating func call(_ sign: Token, _ left: SyntaxNode) throws(EvaluationError) -> SyntaxNode {
        let call = node(.call, sign)
        call.body = left
        call.deepest = left.deepest + 1
        if token.kind != .closeParen {
            while true {
                if token.kind == .question {
                    call.kind = .partial
                    add(node(.placeholder, token), to: call)
                    try advance()
                } else {
                    add(try expression(0), to: call)
                }
                guard token.kind == .comma else { break }
                try advance()
            }
        }
        try expect(.closeParen, afterOperand: true)
        if left.kind == .name, left.text == "function" || left.text == "λ" { try lambda(call) }
        return call
    }

    private mutating func lambda(_ call: SyntaxNode) throws(EvaluationError) {
        for (index, parameter) in call.children.enumerated() where parameter.kind != .variable {
            throw EvaluationError(
                "S0208",
                position: parameter.position,
                token: parameter.text.string,
                value: .integer(Int64(index + 1))
            )
        }
        call.kind = .lambda
        if token.kind == .less {
            let start = token.position
            var nesting = 1
            var text = "<"
            while nesting > 0, token.kind != .openBrace, token.kind != .end {
                try advance()
                if token.kind == .greater { nesting -= 1 } else if token.kind == .less { nesting += 1 }
                text += token.text.string
            }
            try expect(.greater)
            do throws(EvaluationError) {
                call.signature = arena.add(try Signature(text))
            } catch {
                throw error.located(position: start, token: nil)
            }
        }
        try expect(.openBrace)
        let body = try expression(0)
        call.body = body
        call.deepest = max(call.deepest, body.deepest + 1)
        try expect(.closeBrace)
    }
}
