/// What a token is; operators by their sign.
enum TokenKind: UInt8, BitwiseCopyable {
    case end, name, variable, string, number, value, regex
    case dot, openBracket, closeBracket, openBrace, closeBrace, openParen, closeParen
    case comma, at, hash, semicolon, colon, question, plus, minus, star, slash, percent, bar
    case equal, less, greater, caret, doubleStar, range, assign, notEqual, lessOrEqual, greaterOrEqual
    case apply, and, or, `in`, ampersand, exclamation, tilde, coalesce, elvis

    /// How strongly the token binds what stands left of it; 0 for one that ends an expression.
    var leftBindingPower: Int {
        switch self {
        case .openBracket, .openParen, .at, .hash: 80
        case .dot: 75
        case .openBrace: 70
        case .star, .slash, .percent: 60
        case .plus, .minus, .ampersand: 50
        case .equal, .less, .greater, .caret, .notEqual, .lessOrEqual, .greaterOrEqual, .apply, .in: 40
        case .coalesce, .elvis: 40
        case .and: 30
        case .or: 25
        case .question: 20
        case .assign: 10
        default: 0
        }
    }

    /// The sign as it is written.
    var sign: StaticString {
        switch self {
        case .end: "(end)"
        case .name, .variable, .string, .number, .value, .regex: ""
        case .dot: "."
        case .openBracket: "["
        case .closeBracket: "]"
        case .openBrace: "{"
        case .closeBrace: "}"
        case .openParen: "("
        case .closeParen: ")"
        case .comma: ","
        case .at: "@"
        case .hash: "#"
        case .semicolon: ";"
        case .colon: ":"
        case .question: "?"
        case .plus: "+"
        case .minus: "-"
        case .star: "*"
        case .slash: "/"
        case .percent: "%"
        case .bar: "|"
        case .equal: "="
        case .less: "<"
        case .greater: ">"
        case .caret: "^"
        case .doubleStar: "**"
        case .range: ".."
        case .assign: ":="
        case .notEqual: "!="
        case .lessOrEqual: "<="
        case .greaterOrEqual: ">="
        case .apply: "~>"
        case .and: "and"
        case .or: "or"
        case .in: "in"
        case .ampersand: "&"
        case .exclamation: "!"
        case .tilde: "~"
        case .coalesce: "??"
        case .elvis: "?:"
        }
    }
}

/// One word of an expression.
struct Token: BitwiseCopyable {
    var kind: TokenKind
    /// A name, a text, a sign, or a regular expression's pattern.
    var text: SourceText
    /// A number, or a regular expression's flags as a string.
    var literal: LiteralToken
    /// The offset behind the token, as jsonata-js counts.
    var position: Int

    init(kind: TokenKind, text: SourceText, literal: LiteralToken = .none, position: Int) {
        self.kind = kind
        self.text = text
        self.literal = literal
        self.position = position
    }

    enum LiteralToken: BitwiseCopyable {
        case none
        case integer(Int64)
        case double(Double)
        case bool(Bool)
        case null
        case flags(ignoreCase: Bool, multiline: Bool)
    }
}
