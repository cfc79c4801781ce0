/// The line of a statement in which something is wrong, with a caret below it.
enum SQLSnippet {
    /// The most characters of a line that are shown.
    private static let width = 100

    /// The snippet for a place that is counted in Unicode scalars from 0; empty where the place is outside.
    static func text(_ sql: String, scalarOffset: Int) -> String {
        let scalars = Array(sql.unicodeScalars)
        guard !scalars.isEmpty, 0...scalars.count ~= scalarOffset else { return "" }
        // An error at the end stands after the last character that shows.
        var place = min(scalarOffset, scalars.count - 1)
        while place > 0, scalars[place].properties.isWhitespace { place -= 1 }
        var start = place
        while start > 0, scalars[start - 1] != "\n" { start -= 1 }
        var end = place
        while end < scalars.count, scalars[end] != "\n", scalars[end] != "\r" { end += 1 }
        if scalarOffset > place { place += 1 }
        let line = scalars[..<start].count { $0 == "\n" } + 1

        let shownStart = max(start, min(place - width / 2, end - width))
        let shownEnd = min(end, shownStart + width)
        let label = "line \(line): \(shownStart > start ? "…" : "")"
        let shown = String(String.UnicodeScalarView(scalars[shownStart..<shownEnd])) + (shownEnd < end ? "…" : "")
        let blanks = String(repeating: " ", count: label.unicodeScalars.count)
        // Tabs stay tabs, so that the caret stands below its character.
        let lead = scalars[shownStart..<max(shownStart, min(place, shownEnd))].map { $0 == "\t" ? "\t" : " " }.joined()
        return "\(label)\(shown)\n\(blanks)\(lead)^"
    }

    /// The snippet for a place that is counted in bytes from 0.
    static func text(_ sql: String, byteOffset: Int) -> String {
        guard byteOffset >= 0, byteOffset <= sql.utf8.count else { return "" }
        let index = sql.utf8.index(sql.utf8.startIndex, offsetBy: byteOffset)
        return text(sql, scalarOffset: sql.unicodeScalars[..<index].count)
    }
}
