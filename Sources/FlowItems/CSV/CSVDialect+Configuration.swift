import FlowTasks
import StatesLanguage

extension CSVDialect {
    /// The dialect of a `ReaderConfig`.
    init(_ configuration: ItemReader.Configuration) throws {
        self.init()
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
