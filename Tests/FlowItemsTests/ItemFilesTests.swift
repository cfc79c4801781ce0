import FlowConnections
import FlowJSON
import FlowTasks
import StatesLanguage
import Testing

@testable import FlowItems

@Suite("Item files")
struct ItemFilesTests {
    @Test("reads a file behind a connection of the bucket's name, packed or not")
    func file() throws {
        let lake = Lake()
        lake.write("in/a.csv", "id,name\n1,x\n2,y\n")
        lake.write("in/a.csv.gz", gzip(Array("id,name\n1,x\n2,y\n".utf8)))
        lake.write("in/a.jsonl.zst", zstd(Array("{\"id\":\"1\",\"name\":\"x\"}\n{\"id\":\"2\",\"name\":\"y\"}".utf8)))
        lake.write("in/a.json", #"{"rows":[{"id":"1","name":"x"},{"id":"2","name":"y"}]}"#)
        let expected: JSON = [["id": "1", "name": "x"], ["id": "2", "name": "y"]]
        #expect(try lake.items(["Key": "in/a.csv"]) { $0.inputType = "CSV" } == expected)
        #expect(try lake.items(["Key": "in/a.csv.gz"]) { $0.inputType = "CSV" } == expected)
        #expect(try lake.items(["Key": "in/a.jsonl.zst"]) { $0.inputType = "JSONL" } == expected)
        let json = try lake.items(["Key": "in/a.json"]) {
            $0.inputType = "JSON"
            $0.itemsPointer = "/rows"
        }
        #expect(json == expected)
    }

    @Test("as many items as asked for end the reading, of a file without end too")
    func maximum() throws {
        let endless = EndlessStorage()
        let lake = Lake(more: [Connection(name: "endless", url: ConnectionURL(scheme: "http", host: "x"))]) {
            storages in
            storages.register(scheme: "http") { _ in endless }
        }
        let items = try lake.items(["Bucket": "endless", "Key": "a.csv"], atMost: 20_000) { $0.inputType = "CSV" }
        #expect(items.arrayValue?.count == 20_000)
        #expect(items[19_999]?["id"] == "19999")
        #expect(endless.count < 2 << 20)
        #expect(
            itemFailure {
                var limits = ItemLimits()
                limits.fileSizeInBytes = 1 << 20
                _ = try lake.items(["Bucket": "endless", "Key": "a.csv"], limits: limits) { $0.inputType = "CSV" }
            } == "The file \"a.csv\" is larger than the 1048576 bytes that a file may have."
        )
    }

    @Test("what the consumer throws comes out as it is")
    func consumerError() throws {
        struct Full: Error {}
        let lake = Lake()
        lake.write("a.json", "[1,2,3]")
        var configuration = ItemReader.Configuration()
        configuration.inputType = "JSON"
        let request = ItemReadRequest(
            resource: "arn:aws:states:::s3:getObject",
            arguments: ["Bucket": "lake", "Key": "a.json"],
            configuration: configuration
        )
        var count = 0
        #expect(throws: Full.self) {
            try ItemFiles().read(request, lake.context, Cancellation()) { _ in
                count += 1
                if count == 2 { throw Full() }
            }
        }
        #expect(count == 2)
        let cancellation = Cancellation()
        cancellation.cancel()
        #expect(throws: CancellationError.self) {
            try ItemFiles().read(request, lake.context, cancellation) { _ in }
        }
    }

    @Test("lists files as S3 lists objects")
    func list() throws {
        let lake = Lake()
        lake.write("in/b.txt", "12")
        lake.write("in/a.txt", "1")
        lake.write("in/sub/c.txt", "")
        lake.write("other/d.txt", "1")
        let all = try lake.items(["Prefix": "in/"], list: true)
        #expect(all.arrayValue?.compactMap { $0["Key"]?.stringValue } == ["in/a.txt", "in/b.txt", "in/sub/c.txt"])
        #expect(all[1]?["Size"] == 2)
        #expect(all[1]?["StorageClass"] == "STANDARD")
        #expect((all[1]?["LastModified"]?.integerValue ?? 0) > 1_700_000_000)
        #expect(all[0]?.objectValue?.keys == ["Etag", "Key", "LastModified", "Size", "StorageClass"])
        #expect(try lake.items(["Prefix": "in/a"], list: true).arrayValue?.count == 1)
        #expect(try lake.items(["Prefix": "nothing/"], list: true) == [])
        #expect(try lake.items([:], list: true).arrayValue?.count == 4)
        #expect(try lake.items([:], list: true, atMost: 2).arrayValue?.count == 2)
    }

    @Test("loads the listed files and joins their items")
    func flatten() throws {
        let lake = Lake()
        lake.write("in/1.jsonl", "1\n2\n")
        lake.write("in/2.jsonl.gz", gzip(Array("3\n4".utf8)))
        let items = try lake.items(["Prefix": "in/"], list: true, atMost: 3) {
            $0.inputType = "JSONL"
            $0.transformation = "LOAD_AND_FLATTEN"
        }
        #expect(items == [1, 2, 3])
        lake.write("csv/1.csv", "a,b\n1,2\n")
        lake.write("csv/2.csv", "b,a\n3,4\n")
        let rows = try lake.items(["Prefix": "csv/"], list: true) {
            $0.inputType = "CSV"
            $0.transformation = "LOAD_AND_FLATTEN"
        }
        #expect(rows == [["a": "1", "b": "2"], ["b": "3", "a": "4"]])
    }

    @Test("reads the files of an S3 inventory")
    func inventory() throws {
        let lake = Lake()
        lake.write(
            "inventory/manifest.json",
            #"""
            {"sourceBucket":"source","destinationBucket":"arn:aws:s3:::destination","version":"2016-11-30",
             "fileFormat":"CSV","fileSchema":"Bucket, Key, Size",
             "files":[{"key":"data/1.csv.gz","size":10,"MD5checksum":"x"},{"key":"data/2.csv.gz","size":10}]}
            """#
        )
        lake.write("data/1.csv.gz", gzip(Array("\"source\",\"a%20b.txt\",\"12\"\n".utf8)))
        lake.write("data/2.csv.gz", gzip(Array("\"source\",\"c.txt\",\"13\"\n".utf8)))
        let expected: JSON = [
            ["Bucket": "source", "Key": "a%20b.txt", "Size": "12"], ["Bucket": "source", "Key": "c.txt", "Size": "13"],
        ]
        #expect(try lake.items(["Key": "inventory/manifest.json"]) { $0.inputType = "MANIFEST" } == expected)
        #expect(try lake.items(["Key": "inventory/manifest.json"]) { $0.manifestType = "S3_INVENTORY" } == expected)
        lake.write("bad.json", "{}")
        #expect(
            itemFailure { _ = try lake.items(["Key": "bad.json"]) { $0.inputType = "MANIFEST" } }
                == "The manifest is not that of an S3 inventory: it has no files."
        )
    }

    @Test("reads the files of an Athena manifest")
    func athena() throws {
        let lake = Lake()
        lake.write("m.csv", "s3://results/out/1.gz\ns3://results/out/2\n")
        lake.write("out/1.gz", gzip(Array("{\"a\":1}\n".utf8)))
        lake.write("out/2", "{\"a\":2}\n")
        let items = try lake.items(["Key": "m.csv"]) {
            $0.manifestType = "ATHENA_DATA"
            $0.inputType = "JSONL"
        }
        #expect(items == [["a": 1], ["a": 2]])
    }

    @Test(
        "says why items cannot be read",
        arguments: [
            (["Key": "missing.json"], "JSON", "missing.json"), ([:], "JSON", "names no \"Key\""),
            (["Key": "a", "Bucket": 5], "JSON", "\"Bucket\" of the ItemReader is an integer"),
            (["Key": "a", "Bucket": "no such/bucket"], "JSON", "There is no connection \"no such/bucket\""),
            (["Key": "a", "VersionId": "v1"], "JSON", "only s3: connections keep versions"),
            (["Key": "../a"], "JSON", ".."), (["Key": "a"], "XML", "The InputType \"XML\" is not known"),
        ] as [(JSON, String, String)]
    )
    func failures(arguments: JSON, type: String, part: String) {
        let lake = Lake()
        let cause = itemFailure { _ = try lake.items(arguments) { $0.inputType = type } }
        #expect(cause?.contains(part) == true, "\(cause ?? "no failure")")
    }
}

/// Gives ever more rows of a CSV file with the column `id`, and counts the bytes.
private final class EndlessStorage: Storage {
    // Read by the test's one thread alone.
    private let counter = Counter()
    var count: Int { counter.count }

    func read(
        _ path: String,
        from offset: Int64,
        _ cancellation: Cancellation,
        _ consume: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        try Array("id\n".utf8).withUnsafeBytes(consume)
        counter.count = 0
        for id in 0... {
            let row = Array("\(id)\n".utf8)
            counter.count += row.count
            try row.withUnsafeBytes(consume)
        }
    }

    func list(_ pattern: String, _ cancellation: Cancellation) throws -> [StoredFile] { [] }
    func describe(_ path: String, _ cancellation: Cancellation) throws -> StoredFile {
        StoredFile(location: FileLocation(connection: "endless", path: path), sizeInBytes: -1)
    }
    func openSink(
        _ path: String,
        expectedSizeInBytes: Int64?,
        resumeKey: String?,
        _ cancellation: Cancellation
    ) throws -> any ByteSink { throw CancellationError() }
    func delete(_ path: String, _ cancellation: Cancellation) throws {}
    func copyInside(from: String, to: String, _ cancellation: Cancellation) throws -> StoredFile? { nil }
    func probe(_ cancellation: Cancellation) throws {}

    /// `@unchecked Sendable`: one test uses it, on one thread.
    private final class Counter: @unchecked Sendable {
        var count = 0
    }
}
