import FlowDiagnostics
import FlowJSON

/// Leaves out what an author has silenced by a `Comment`.
///
///     "Comment": "Asked once an hour. flow-task: ignore F13, F20"
///
/// The comment of an object silences the object and everything in it; that of the machine, all. Errors of the language
/// can't be silenced, since a machine that has one can't run.
struct Silencer {
    let document: JSON

    static let phrase = "flow-task: ignore "

    func audible(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
        diagnostics.filter { diagnostic in
            let isOfLanguage = diagnostic.severity == .error && !"FG".contains(diagnostic.code.text.prefix(1))
            return isOfLanguage || !isSilenced(diagnostic)
        }
    }

    private func isSilenced(_ diagnostic: Diagnostic) -> Bool {
        guard let pointer = diagnostic.location.pointer else { return false }
        var value = document
        if Self.codes(in: value["Comment"]).contains(diagnostic.code.text) { return true }
        for step in JSONPointer.steps(of: pointer) {
            guard let inner = value.value(atStep: step) else { return false }
            value = inner
            if Self.codes(in: value["Comment"]).contains(diagnostic.code.text) { return true }
        }
        return false
    }

    /// The codes that a comment silences.
    static func codes(in comment: JSON?) -> [String] {
        guard let text = comment?.stringValue, let phrase = text.firstRange(of: phrase) else { return [] }
        var codes: [String] = []
        for word in text[phrase.upperBound...].split(whereSeparator: { " ,\n\t".contains($0) }) {
            let code = word.prefix { $0.isLetter || $0.isNumber }
            guard code.count == 3, code.dropFirst().allSatisfy(\.isNumber) else { break }
            codes.append(String(code))
            if word.last == "." || word.last == ";" { break }
        }
        return codes
    }
}
