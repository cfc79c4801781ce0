import FlowConnections
import Testing

@Suite("Percent-encoding")
struct PercentEncodingTests {
    @Test("escapes all but letters, digits and -._~")
    func encoding() {
        let text = "a b/ü+~-._*'()!"
        #expect(PercentEncoding.encode(text, keepingSlashes: true) == "a%20b/%C3%BC%2B~-._%2A%27%28%29%21")
        #expect(PercentEncoding.encode(text, uppercase: false) == "a%20b%2f%c3%bc%2b~-._%2a%27%28%29%21")
    }

    @Test(
        "is read strictly in our own URLs, and leniently where others wrote",
        arguments: [
            ("a%20b%2bc+d", "a b+c+d", "a b+c d"), ("d%", nil, "d%"), ("%4", nil, "%4"), ("%+1%zz", nil, "% 1%zz"),
            ("%C3%BC%", nil, "ü%"), ("%C3", nil, "\u{FFFD}"), ("%%20", nil, "% "), ("", "", ""),
        ] as [(String, String?, String)]
    )
    func decoding(text: String, strict: String?, lenient: String) {
        #expect(PercentEncoding.decode(text) == strict)
        #expect(PercentEncoding.decodeLeniently(text, plusIsBlank: true) == lenient)
    }
}
