import Testing

@testable import FlowLanguageServer

@Suite("Frames of messages")
struct MessageReaderTests {
    private func items(_ text: String) -> [String] {
        var reader = MessageReader()
        reader.append(text.utf8)
        var items: [String] = []
        while let item = reader.next() {
            switch item {
            case .message(let body): items.append(String(decoding: body, as: UTF8.self))
            case .malformed: items.append("!")
            }
        }
        return items
    }

    @Test(
        "messages are found, and what is none is told once",
        arguments: [
            ("Content-Length: 2\r\n\r\n{}Content-Length: 0\r\n\r\n", ["{}", ""]),
            ("content-LENGTH:  3 \r\nContent-Type: x\r\n\r\nabc", ["abc"]),
            ("Content-Length: 5\r\n\r\nab", []),
            ("Content-Type: x\r\n\r\nlost Content-Length: 1\r\n\r\nz", ["!", "z"]),
            ("Content-Length: two\r\n\r\nxxContent-Length: 1\r\n\r\nz", ["!", "z"]),
            ("Content-Length: -1\r\n\r\n", ["!"]),
            ("Content-Length: +1\r\n\r\n", ["!"]),
            ("Content-Length: 99999999999\r\n\r\n", ["!"]),
        ]
    )
    func frames(text: String, expected: [String]) {
        #expect(items(text) == expected)
    }

    @Test("a header without end is not kept for ever")
    func endless() {
        #expect(items(String(repeating: "x", count: 20_000) + "Content-Length: 1\r\n\r\nz") == ["!", "z"])
    }
}
