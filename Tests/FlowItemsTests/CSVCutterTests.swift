import FlowJSON
import FlowTasks
import StatesLanguage
import Testing

@testable import FlowItems

@Suite("CSV")
struct CSVCutterTests {
    @Test(
        "reads rows as AWS does",
        arguments: [
            (
                "as recorded: given headers, short, long and blank rows",
                CSVDialect(headers: ["H1", "H2", "H3"]),
                "Value1,Value2,Value3\nValue4,Value5,Value6\n,,,\ntrue,1,'HelloWorld'\nNull,None,\n   \n",
                #"[{"H1":"Value1","H2":"Value2","H3":"Value3"},{"H1":"Value4","H2":"Value5","H3":"Value6"},"#
                    + #"{"H1":"","H2":"","H3":""},{"H1":"true","H2":"1","H3":"'HelloWorld'"},"#
                    + #"{"H1":"Null","H2":"None","H3":""},{"H1":"   ","H2":"","H3":""}]"#
            ),
            (
                "as recorded: an empty header", CSVDialect(),
                "H1,\nValue4,Value5,Value6\n,,,\ntrue,1,'HelloWorld'\nNull,None,\n   \n",
                #"[{"":"Value5","H1":"Value4"},{"":"","H1":""},{"":"1","H1":"true"},{"":"None","H1":"Null"},"#
                    + #"{"":"","H1":"   "}]"#
            ),
            (
                "as recorded: the order of the members", CSVDialect(), "0,True,{}\nValue4,Value5,Value6\n",
                #"[{"0":"Value4","{}":"Value6","True":"Value5"}]"#
            ),
            (
                "quotes keep delimiters, line ends and quotes", CSVDialect(),
                "a,b\n\"1,2\",\"x\ny\"\n\"\"\"q\"\"\",\"\"\n",
                #"[{"a":"1,2","b":"x\ny"},{"a":"\"q\"","b":""}]"#
            ),
            (
                "backslashes", CSVDialect(), #"a,b"# + "\n" + #"x\,y,\"z\""# + "\n" + #"\\n,\q"# + "\n" + #""a\"b",\"#,
                #"[{"a":"x,y","b":"\"z\""},{"a":"\\n","b":"q"},{"a":"a\"b","b":""}]"#
            ),
            ("CRLF, CR and no end", CSVDialect(), "a\r\n1\r2\r\n\r\n3", #"[{"a":"1"},{"a":"2"},{"a":"3"}]"#),
            ("a byte order mark", CSVDialect(), "\u{feff}a,b\n1,2\n", #"[{"a":"1","b":"2"}]"#),
            ("no rows", CSVDialect(), "a,b\n", "[]"),
            ("nothing", CSVDialect(), "", "[]"),
            ("tabs", CSVDialect(delimiter: 9), "a\tb\n1 2\t3,4\n", #"[{"a":"1 2","b":"3,4"}]"#),
            ("blanks", CSVDialect(delimiter: 32), "a b\n1 \"2 3\"\n", #"[{"a":"1","b":"2 3"}]"#),
            ("pipes", CSVDialect(delimiter: 124), "a|b\n1|2\n", #"[{"a":"1","b":"2"}]"#),
            (
                "long texts and other scripts", CSVDialect(),
                "naïve header that is long,b\näöüßéèà and then some more,日本語\n",
                #"[{"naïve header that is long":"äöüßéèà and then some more","b":"日本語"}]"#
            ),
            ("text behind a closing quote", CSVDialect(), "a,b\n\"x\"y,2\n", #"[{"a":"xy","b":"2"}]"#),
            ("a quote within a field", CSVDialect(), "a,b\n5\" tape,2\n", #"[{"a":"5\" tape","b":"2"}]"#),
        ] as [(String, CSVDialect, String, String)]
    )
    func rows(name: String, dialect: CSVDialect, text: String, expected: String) throws {
        for size in [1, 2, 3, 7, 1 << 20] {
            #expect(try items(.csv(dialect), text, pieces: size).text == expected, "\(name), \(size) bytes at a time")
        }
    }

    @Test("a split at any byte gives the same items")
    func split() throws {
        let text =
            "id,name,\"a \"\"note\"\"\"\r\n"
            + (1...40).map { number in
                "\(number),\"Name, \(number)\",\"line\r\nänother \\\" \(String(repeating: "x", count: number))\"\r\n"
            }.joined()
        let whole = try items(.csv(CSVDialect()), text, pieces: 1 << 20)
        #expect(whole.arrayValue?.count == 40)
        for place in 1..<text.utf8.count {
            #expect(try items(.csv(CSVDialect()), text, splitAt: place) == whole, "split at \(place)")
        }
    }

    @Test("bytes that are no UTF-8 are replaced")
    func malformedUTF8() throws {
        let items = try items(.csv(CSVDialect()), bytes: Array("a\n".utf8) + [0x78, 0xff, 0x79], pieces: 100)
        #expect(items.text == "[{\"a\":\"x\u{fffd}y\"}]")
    }

    @Test(
        "refuses what cannot be read",
        arguments: [
            (CSVDialect(), "a,b,a\n1,2,3\n", "CSV headers cannot contain duplicates."),
            (CSVDialect(headers: ["H1", "H1"]), "1,2\n", "CSV headers cannot contain duplicates."),
            (CSVDialect(), "a\n\"1\n2", "The file ends within a quoted field of row 2."),
        ] as [(CSVDialect, String, String)]
    )
    func refused(dialect: CSVDialect, text: String, cause: String) {
        #expect(itemFailure { _ = try items(.csv(dialect), text, pieces: 1 << 16) } == cause)
    }

    @Test("refuses headers and rows that are too large")
    func tooLarge() {
        let headers = String(repeating: "h", count: 11_000) + "\n1\n"
        #expect(
            itemFailure { _ = try items(.csv(CSVDialect()), headers, pieces: 1 << 16) }
                == "The CSV headers are larger than the 10240 bytes that they may have."
        )
        let row = "a\n" + String(repeating: "1", count: 9 << 20)
        #expect(
            itemFailure { _ = try items(.csv(CSVDialect()), row, pieces: 1 << 16) }
                == "An item is larger than the 8388608 bytes that an item may have."
        )
    }

    @Test("reads the five delimiters and where headers are")
    func configuration() throws {
        for (name, byte) in [("COMMA", ","), ("PIPE", "|"), ("SEMICOLON", ";"), ("SPACE", " "), ("TAB", "\t")] {
            var configuration = ItemReader.Configuration()
            configuration.csvDelimiter = name
            #expect(try CSVDialect(configuration).delimiter == byte.utf8.first)
        }
        var given = ItemReader.Configuration()
        given.csvHeaderLocation = "GIVEN"
        #expect(throws: TaskFailure.self) { try CSVDialect(given) }
        given.csvHeaders = ["a"]
        #expect(try CSVDialect(given).headers == ["a"])
    }
}
