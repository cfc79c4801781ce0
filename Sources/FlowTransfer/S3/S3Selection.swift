/// Which version of an object is read, and whose the bucket must be.
struct S3Selection: Hashable, Sendable {
    var versionID: String?
    var expectedBucketOwner: String?

    var query: [(String, String)] { versionID.map { [("versionId", $0)] } ?? [] }

    var headers: [(name: String, value: String)] {
        expectedBucketOwner.map { [("x-amz-expected-bucket-owner", $0)] } ?? []
    }
}
