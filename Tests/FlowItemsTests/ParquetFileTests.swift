import FlowJSON
import FlowTasks
import Glibc
import StatesLanguage
import Testing

@testable import FlowItems

@Suite("Parquet", .enabled(if: Arrow.isThere))
struct ParquetFileTests {
    private static let table = """
        import sys, datetime, decimal, pyarrow as pa, pyarrow.parquet as pq
        utc = datetime.timezone.utc
        t = pa.table({
            "id": pa.array([1, 2, 3], pa.int64()),
            "text": ["ä", None, "x\\"y"],
            "price": pa.array([decimal.Decimal("1.50"), decimal.Decimal("2.00"), None], pa.decimal128(10, 2)),
            "ratio": [0.5, float("nan"), float("-inf")],
            "at": pa.array([datetime.datetime(2026, 1, 31, 9, 14, 0, 123000, utc)] * 3, pa.timestamp("ms", "UTC")),
            "nano": pa.array([1769850840123456789] * 3, pa.timestamp("ns")),
            "day": [datetime.date(2026, 1, 31)] * 3,
            "bytes": [b"abc", b"\\xff\\x00", None],
            "list": [[1, 2], [], None],
            "struct": [{"a": 1, "b": [datetime.date(2026, 1, 1)]}] * 3,
            "map": pa.array([[("k", 1)], [], None], pa.map_(pa.string(), pa.int32())),
            "word": pa.array(["a", "b", "a"]).dictionary_encode(),
            "flag": [True, False, None],
        })
        pq.write_table(t, sys.argv[1], row_group_size=2, compression=sys.argv[2])
        """

    @Test("rows are objects of JSON values", arguments: ["none", "snappy", "zstd", "gzip"])
    func rows(compression: String) throws {
        let lake = Lake()
        try Arrow.python(Self.table, ["\(lake.path)/a.parquet", compression])
        let items = try lake.items(["Key": "a.parquet"]) { $0.inputType = "PARQUET" }
        #expect(items.arrayValue?.count == 3)
        #expect(
            items[0]?.text
                == #"{"id":1,"text":"ä","price":1.5,"ratio":0.5,"at":"2026-01-31T09:14:00.123000Z","#
                + #""nano":"2026-01-31T09:14:00.123456","day":"2026-01-31","bytes":"abc","list":[1,2],"#
                + #""struct":{"a":1,"b":["2026-01-01"]},"map":{"k":1},"word":"a","flag":true}"#
        )
        #expect(items[1]?["text"] == .null)
        #expect(items[1]?["price"] == 2)
        #expect(items[1]?["ratio"] == "NaN")
        #expect(items[1]?["bytes"] == "/wA=")
        #expect(items[2]?["ratio"] == "-Infinity")
        #expect(try lake.items(["Key": "a.parquet"], atMost: 1) { $0.inputType = "PARQUET" }.arrayValue?.count == 1)
    }

    @Test("a file that lies, is cut short or is none is a failure")
    func damaged() throws {
        let lake = Lake()
        let path = "\(lake.path)/a.parquet"
        try Arrow.python(Self.table, [path, "snappy"])
        guard let file = fopen(path, "r") else { return }
        var whole = [UInt8](repeating: 0, count: 1 << 20)
        whole = Array(whole[..<fread(&whole, 1, whole.count, file)])
        fclose(file)
        func cause(_ bytes: [UInt8], _ limits: ItemLimits = ItemLimits()) -> String? {
            lake.write("b.parquet", bytes)
            return itemFailure { _ = try lake.items(["Key": "b.parquet"], limits: limits) { $0.inputType = "PARQUET" } }
        }
        #expect(cause([]) == "The file is not Parquet: it has only 0 bytes.")
        #expect(
            cause(Array("id,name\n1,2,3\n4,5\n".utf8))?.hasPrefix("The file is not Parquet, or is cut short") == true
        )
        #expect(cause(Array(whole.dropLast(1)))?.hasPrefix("The file is not Parquet, or is cut short") == true)
        // The footer's length stands before the last four bytes.
        var footer = whole
        footer.replaceSubrange(footer.count - 8..<footer.count - 4, with: [0xff, 0xff, 0xff, 0x7f])
        #expect(cause(footer) == "The footer of the Parquet file has 2147483647 bytes; it may have 5242880.")
        footer.replaceSubrange(footer.count - 8..<footer.count - 4, with: [0xff, 0xff, 0, 0])
        #expect(cause(footer) == "The Parquet file is cut short: its footer is larger than the file.")
        footer.replaceSubrange(footer.count - 200..<footer.count - 100, with: [UInt8](repeating: 0x7f, count: 100))
        #expect(cause(footer) != nil)
        var pages = whole
        pages.replaceSubrange(4..<300, with: [UInt8](repeating: 0xfe, count: 296))
        #expect(cause(pages)?.hasPrefix("The ") == true)
        var limits = ItemLimits()
        limits.parquetRowGroupSizeInBytes = 100
        #expect(cause(whole, limits)?.hasSuffix("it may have 100.") == true)
    }

    @Test("says what to install where there is no Python with Arrow")
    func missing() throws {
        let nothing = open("/dev/null", O_RDONLY)
        defer { close(nothing) }
        let script = "import sys; sys.modules['pyarrow'] = None\n" + ParquetScript.text
        let cause = itemFailure {
            try PythonProgram(script, arguments: ["1", "1"], input: nothing).run(Cancellation()) { _ in }
        }
        #expect(cause?.hasPrefix("Reading Parquet files needs Apache Arrow: run \"") == true)
        #expect(cause?.contains("-m pip install pyarrow") == true)
    }
}

/// The Python that reads Parquet files.
private enum Arrow {
    /// Whether it has pyarrow; `Tests/Servers/install` brings it.
    static let isThere: Bool = {
        do {
            try python("import pyarrow", [])
            return true
        } catch {
            return false
        }
    }()

    static func python(_ text: String, _ arguments: [String]) throws {
        let nothing = open("/dev/null", O_RDONLY)
        defer { close(nothing) }
        try PythonProgram(text, arguments: arguments, input: nothing).run(Cancellation()) { _ in }
    }
}
