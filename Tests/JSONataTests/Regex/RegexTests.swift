import FlowJSON
import JSONata
import Testing

/// Regular expressions mean what JavaScript means by them.
struct RegexTests {
    @Test(
        "matches are JavaScript's",
        arguments: [
            ("$match('ab12cd', /[a-z]+(\\d+)/).groups", #"["12"]"#),
            ("$match('aXbX', /x/i).index", "[1,3]"),
            ("$match('a\\nb', /^b$/m).index", "2"),
            ("$match('é😀x', /x/).index", "3"),
            ("$match('aaa', /a{2}/).match", #""aa""#),
            ("$match('aaa', /a+?/).match", #"["a","a","a"]"#),
            ("$match('foobar', /foo(?=bar)/).match", #""foo""#),
            ("$contains('foobaz', /foo(?!bar)/)", "true"),
            ("$match('price: 42', /(?<=: )\\d+/).match", #""42""#),
            ("$match('€x', /(?<=(.))x/).groups", #"["€"]"#),
            ("$contains('€x', /(?<=¬)x/)", "false"),
            ("$match('ééa', /a|é/).index", "[0,1,2]"),
            ("$contains('b', /^(?:(?:(?:){100000}){100000}){100000}b/)", "true"),
            ("$match('abab', /(ab)\\1/).match", #""abab""#),
            ("$match('2024-05', /(?<y>\\d{4})-\\d\\d/).groups", #"["2024"]"#),
            ("$contains('a/b', /a\\/b/)", "true"),
            ("$contains('tab\\there', /\\s/)", "true"),
            ("$contains('ÄÖ', /ä/i)", "true"),
            ("$split('a1b22c', /\\d+/)", #"["a","b","c"]"#),
            ("$split('a, b,c', /,\\s*/, 2)", #"["a","b"]"#),
            ("$replace('12-ab', /(\\d+)-([a-z]+)/, '$2:$1')", #""ab:12""#),
            ("$replace('abc', /b/, '[$0$$]')", #""a[b$]c""#),
            ("$replace('abc', /./, function($m) { $uppercase($m.match) })", #""ABC""#),
        ]
    )
    func matches(source: String, expected: String) throws {
        #expect(try Expression(source).evaluate()?.text == expected)
    }

    @Test("a match of nothing is refused, since it would never end")
    func emptyMatch() throws {
        let error = #expect(throws: EvaluationError.self) { try Expression("$match('a', /x*/)").evaluate() }
        #expect(error?.code == "D1004")
    }

    @Test(
        "a malformed expression is told when it is compiled",
        arguments: ["/(a/", "/a**/", "/[a/", "/a{2,1}/", "/+/", "/(?<a/", "/(?<>a)/", "/(?<a-b>a)/"]
    )
    func malformed(source: String) { #expect(throws: (any Error).self) { try Expression("$contains('a', \(source))") } }
}
