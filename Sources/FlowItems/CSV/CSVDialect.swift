import FlowTasks
import StatesLanguage

/// How a file of delimited text is read.
struct CSVDialect: Hashable, Sendable {
    /// The byte between fields.
    var delimiter = UInt8(ascii: ",")
    /// The headers where the definition gives them; else the first row has them.
    var headers: [String]?

    init(delimiter: UInt8 = UInt8(ascii: ","), headers: [String]? = nil) {
        self.delimiter = delimiter
        self.headers = headers
    }

    /// The dialect of a `ReaderConfig`.
    init(_ configuration: ItemReader.Configuration) throws {
        switch configuration.csvDelimiter {
        case nil, "COMMA": delimiter = UInt8(ascii: ",")
        case "PIPE": delimiter = UInt8(ascii: "|")
        case "SEMICOLON": delimiter = UInt8(ascii: ";")
        case "SPACE": delimiter = UInt8(ascii: " ")
        case "TAB": delimiter = UInt8(ascii: "\t")
        case let other?:
            throw TaskFailure.itemReader(
                "The CSVDelimiter \"\(other)\" is not known; it is COMMA, PIPE, SEMICOLON, SPACE or TAB."
            )
        }
        switch configuration.csvHeaderLocation {
        case "GIVEN":
            guard let given = configuration.csvHeaders, !given.isEmpty else {
                throw TaskFailure.itemReader("The CSVHeaderLocation is GIVEN, and there are no CSVHeaders.")
            }
            headers = given
        case "FIRST_ROW", nil: headers = nil
        case let other?:
            throw TaskFailure.itemReader(
                "The CSVHeaderLocation \"\(other)\" is not known; it is FIRST_ROW or GIVEN."
            )
        }
    }
}
