import FlowDiagnostics
import FlowJSON

/// JSON that the user gives: a file, standard input, or the text itself.
enum JSONFile {
    /// Reads `-`, a text that begins like JSON, or a file.
    static func read(_ argument: String) throws(CommandFailure) -> JSON {
        let isText = ["{", "[", "\""].contains { argument.hasPrefix($0) }
        let bytes = isText ? Array(argument.utf8) : try LocalFile.read(argument)
        return try parse(bytes, named: isText ? "--input" : argument == "-" ? "standard input" : argument)
    }

    /// Parses a text; an error shows its line and a caret.
    static func parse(_ bytes: [UInt8], named name: String) throws(CommandFailure) -> JSON {
        do {
            return try JSON(parsing: bytes)
        } catch {
            var diagnostic = error
            diagnostic.location.file = name
            throw CommandFailure([diagnostic], source: String(decoding: bytes, as: UTF8.self))
        }
    }
}
