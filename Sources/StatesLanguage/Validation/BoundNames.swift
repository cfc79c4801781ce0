/// The names that a JSONata expression binds itself: by `:=`, by `@` and `#`, and as parameters of functions.
///
/// Where a name is bound and where it is read is not compared, so a name that is bound anywhere counts as bound
/// everywhere: a rule that guesses wrongly here stays silent.
func boundNames(in source: String) -> Set<String> {
    var names: Set<String> = []
    var isParameterList = false
    var before: Character = " "
    var rest = source[...]
    while let character = rest.first {
        if character == "\"" || character == "'" || character == "`" {
            rest = rest.dropFirst().drop { $0 != character }.dropFirst()
        } else if rest.hasPrefix("function") || character == "λ" {
            rest = rest.dropFirst(character == "λ" ? 1 : 8).drop(while: \.isWhitespace)
            isParameterList = rest.first == "("
        } else if character == "$" {
            let name = rest.dropFirst().prefix { $0.isLetter || $0.isNumber || $0 == "_" }
            rest = rest.dropFirst(name.count + 1)
            let isAssigned = rest.drop(while: \.isWhitespace).hasPrefix(":=")
            if isAssigned || isParameterList || before == "@" || before == "#" { names.insert(String(name)) }
            before = "$"
            continue
        } else {
            if character == ")" { isParameterList = false }
            rest = rest.dropFirst()
        }
        if !character.isWhitespace { before = character }
    }
    return names
}
