import FlowConnections
import FlowTasks
import StatesLanguage
import Testing

@testable import FlowTransfer

@Suite("S3 on a server that verifies signatures", .enabled(if: TestServers.areRunning))
struct S3StorageTests {
    private let cancellation = Cancellation()

    @Test(
        "keeps objects under keys of any shape",
        arguments: [
            "plain.csv", "with blank.csv", "a+b.csv", "ünï/çødé 日本.csv", "!*'().csv", "a&b=c?d#e.csv", "100%.csv",
            "~tilde-._.csv", "deep/er/and/deeper.csv", "semi;colon,comma:colon@at$dollar.csv", "\"quoted\".csv",
            "a//b.csv",
        ]
    )
    func keys(key: String) throws {
        let storage = try S3Storage(.s3(makeBucket(), prefix: "some prefix/p+1"))
        let bytes = pattern(1000)
        let stored = try storage.put(key, bytes)
        #expect(stored.sizeInBytes == 1000)
        #expect(try storage.bytes(key) == bytes)
        #expect(try storage.describe(key, cancellation).sizeInBytes == 1000)
        let listed = try storage.list("**", cancellation)
        #expect(listed.map(\.location.path) == [key])
        #expect(listed.map(\.sizeInBytes) == [1000])
        let copied = try storage.copyInside(from: key, to: "copy of \(key)", cancellation)
        #expect(copied?.sizeInBytes == 1000)
        #expect(try storage.bytes("copy of \(key)") == bytes)
        try storage.delete(key, cancellation)
        #expect(failure { _ = try storage.describe(key, cancellation) }?.error == "Files.NotFound")
        try storage.delete(key, cancellation)
    }

    @Test("stores bodies of every size whole", arguments: [0, 1, 5 << 20, (5 << 20) + 1, 17_000_000])
    func sizes(count: Int) throws {
        let storage = try S3Storage(.s3(makeBucket(), options: ["part_size_mib": "5"]))
        let bytes = pattern(count)
        for isSized in [true, false] {
            let stored = try storage.put("a.bin", bytes, isSized: isSized)
            #expect(stored.sizeInBytes == Int64(count))
            #expect(try storage.bytes("a.bin") == bytes)
        }
        if count > 10 { #expect(try storage.bytes("a.bin", from: 7) == Array(bytes[7...])) }
        #expect(try storage.bytes("a.bin", from: Int64(count)) == [])
    }

    @Test("tells what an object is by the answer that brings it", arguments: [0, 10, 3_000_000])
    func described(count: Int) throws {
        let storage = try S3Storage(.s3(makeBucket()))
        let bytes = pattern(count)
        try storage.put("a.bin", bytes)
        let known = try storage.describe("a.bin", cancellation)
        for start in [0, Int64(count / 3), nil] {
            var all: [UInt8] = []
            var told: [StoredFile] = []
            try storage.readDescribed("a.bin", cancellation) { file in
                told.append(file)
                return start
            } consume: { bytes in
                all += bytes
            }
            #expect(told == [known])
            #expect(all == start.map { Array(bytes[Int($0)...]) } ?? [])
        }
        let missing = failure {
            try storage.readDescribed("b.bin", cancellation, begin: { _ in 0 }, consume: { _ in })
        }
        #expect(missing?.error == "Files.NotFound")
    }

    @Test("lists by pages, and by glob")
    func listing() throws {
        let storage = try S3Storage(.s3(makeBucket()))
        for number in 0..<23 { try storage.put("many/\(number).txt", [65]) }
        try storage.put("many/deep/x.csv", [65])
        try storage.put("top.csv", [65, 66])
        #expect(try storage.list("many/*.txt", cancellation).count == 23)
        #expect(try storage.list("many/1?.txt", cancellation).count == 10)
        #expect(try storage.list("**/*.csv", cancellation).map(\.location.path) == ["many/deep/x.csv", "top.csv"])
        #expect(try storage.list("*", cancellation).map(\.location.path) == ["top.csv"])
        let pages = S3Listing(client: storage.client, prefix: "many/", pageSize: 7)
        var keys: [String] = []
        try pages.forEach(matching: Glob("*.txt"), cancellation) { keys.append($0.key) }
        #expect(keys.count == 23)
        #expect(try storage.list("nothing/*", cancellation).isEmpty)
    }

    @Test("lists objects by the beginning of their keys, with what S3 tells of them")
    func objects() throws {
        let storage = try S3Storage(.s3(makeBucket(), prefix: "below"))
        for path in ["in/a.txt", "in/b c.txt", "in/deep/d.txt", "other.txt"] { try storage.put(path, [65, 66]) }
        var found: [StoredObject] = []
        try storage.listObjects(prefix: "in/", cancellation) { found.append($0) }
        #expect(found.map(\.path) == ["in/a.txt", "in/b c.txt", "in/deep/d.txt"])
        #expect(found.allSatisfy { $0.sizeInBytes == 2 && $0.modifiedSeconds > 1_700_000_000 })
        // The MD5 of "AB", in quotes.
        #expect(found.allSatisfy { $0.eTag == "\"b86fc6b051f63d73de262d4c34e3a0a9\"" && $0.storageClass == "STANDARD" })
        var count = 0
        #expect(throws: CancellationError.self) {
            try storage.listObjects(prefix: "", cancellation) { _ in
                count += 1
                throw CancellationError()
            }
        }
        #expect(count == 1)
        let owned = try storage.selecting(versionID: nil, expectedBucketOwner: "123456789012")
        #expect(try owned.bytes("other.txt") == [65, 66])
    }

    @Test("shows nothing of an upload that is given up")
    func abort() throws {
        let bucket = try makeBucket()
        let storage = try S3Storage(.s3(bucket, options: ["part_size_mib": "5"]))
        let sink = try storage.openSink("a.bin", expectedSizeInBytes: nil, resumeKey: nil, cancellation)
        try pattern(12 << 20).withUnsafeBytes { try sink.write($0) }
        sink.abort()
        #expect(try storage.list("**", cancellation).isEmpty)
        let uploads = try storage.client.send(S3Client.Request(method: "GET", query: [("uploads", "")]), cancellation)
        #expect(XMLTree(parsing: uploads.body)?.all("Upload").isEmpty == true)
    }

    @Test("copies in parts what is too large for one copy")
    func multipartCopy() throws {
        let bucket = try makeBucket()
        let storage = try S3Storage(.s3(bucket))
        let bytes = pattern(11 << 20)
        try storage.put("a b.bin", bytes)
        let copy = S3Copy(
            client: storage.client,
            sourceBucket: bucket,
            sourceKey: "a b.bin",
            key: "c+d.bin",
            largestSingleCopy: 6 << 20,
            partSize: 5 << 20
        )
        try copy.run(sizeInBytes: Int64(bytes.count), cancellation)
        #expect(try storage.bytes("c+d.bin") == bytes)
    }

    @Test("reads by several connections in order")
    func segments() throws {
        let storage = try S3Storage(.s3(makeBucket()))
        let bytes = pattern(9_000_001)
        try storage.put("a.bin", bytes)
        let answer = try storage.client.send(S3Client.Request(method: "HEAD", key: "a.bin"), cancellation)
        let segments = S3Segments(
            client: storage.client,
            key: "a.bin",
            tag: answer.headers["etag"] ?? "",
            range: 1000..<Int64(bytes.count),
            segmentSize: 1_000_000
        )
        var read: [UInt8] = []
        try segments.read(cancellation) { read += $0 }
        #expect(read == Array(bytes[1000...]))
    }

    @Test("says what is wrong")
    func failures() throws {
        let bucket = try makeBucket()
        let storage = try S3Storage(.s3(bucket))
        #expect(failure { _ = try storage.bytes("no.csv") }?.error == "Files.NotFound")
        let wrongSecret = try S3Storage(.s3(bucket, secret: "wrong-secret-text"))
        let refused = failure { try wrongSecret.put("a", [1]) }
        #expect(refused?.error == "Files.AuthenticationFailed")
        #expect(refused?.cause.contains("wrong-secret-text") == false)
        let noBucket = try S3Storage(.s3("no-such-bucket-here"))
        #expect(failure { try noBucket.put("a", [1]) }?.error == "S3.NoSuchBucket")
        let nobody = try S3Storage(.s3(bucket, options: ["endpoint": "http://127.0.0.1:1"]))
        let unreachable = failure { try nobody.put("a", [1]) }
        #expect(unreachable?.error == "Files.ConnectionFailed")
        #expect(unreachable?.cause.contains("cannot be reached") == true)
        #expect(failure { try storage.put("../a", [1]) }?.error == "Files.InvalidPath")
    }
}
