import FlowJSON
import Logging
import StatesLanguage
import Synchronization
import Testing

@testable import FlowServer

@Suite("Log lines")
struct LineLogHandlerTests {
    private static func lines(_ format: LineLogHandler.Format, _ body: (inout Logger) -> Void) -> [String] {
        let lines = Lines()
        var logger = Logger(label: "test") { label in
            LineLogHandler(
                label: label,
                level: .info,
                format: format,
                now: { Timestamp(milliseconds: 1_795_252_440_123) },
                write: { line in lines.append(line) }
            )
        }
        body(&logger)
        return lines.all
    }

    private final class Lines: Sendable {
        private let lines = Mutex<[String]>([])
        var all: [String] { lines.withLock { $0 } }

        func append(_ line: String) { lines.withLock { $0.append(line) } }
    }

    @Test("are text with the metadata behind, one line each whatever is in it")
    func text() {
        let lines = Self.lines(.text) { logger in
            logger[metadataKey: "b"] = "two words"
            logger.info("Hello.", metadata: ["a": "1", "c": "x\ny"])
            logger.debug("Not important.")
            logger.error("A line\nof somebody else's.")
        }
        let moment = Timestamp(milliseconds: 1_795_252_440_123).description
        #expect(
            lines == [
                "\(moment) info test: Hello. a=1 b=\"two words\" c=\"x\\ny\"\n",
                "\(moment) error test: A line\\nof somebody else's. b=\"two words\"\n",
            ]
        )
    }

    @Test("are objects of JSON")
    func json() throws {
        let lines = Self.lines(.json) { $0.warning("Say \"hi\"", metadata: ["n": "1", "message": "mine"]) }
        let line = try JSON(parsing: try #require(lines.first))
        #expect(lines.count == 1)
        #expect(line["level"] == "warning")
        #expect(line["logger"] == "test")
        #expect(line["message"] == "Say \"hi\"")
        #expect(line["n"] == "1")
        #expect(line["timestamp"]?.stringValue?.hasSuffix(".123Z") == true)
    }
}
