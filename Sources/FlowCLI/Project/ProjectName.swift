/// A name that is good for a folder, a Swift type and AWS.
struct ProjectName {
    /// As it was given, such as `refund-orders`.
    let text: String
    /// As a Swift type, such as `RefundOrders`.
    var typeName: String {
        text.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }
    /// As a Swift constant, such as `refundOrders`.
    var constantName: String { typeName.prefix(1).lowercased() + typeName.dropFirst() }

    init(domain text: String) throws(CommandFailure) {
        guard Self.isWord(text) else {
            throw CommandFailure("\"\(text)\" is no domain's name: lower-case letters and digits, a letter first.")
        }
        self.text = text
    }

    init(flow text: String) throws(CommandFailure) {
        let words = text.split(separator: "-", omittingEmptySubsequences: false)
        guard text.utf8.count <= 80, words.allSatisfy({ Self.isWord(String($0)) }) else {
            throw CommandFailure(
                "\"\(text)\" is no flow's name: lower-case words with - between them, at most 80 characters."
            )
        }
        self.text = text
    }

    private static func isWord(_ text: String) -> Bool {
        let isPlain = text.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        }
        return isPlain && (text.first?.isLetter ?? false)
    }
}
