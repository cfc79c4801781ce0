import FlowJSON
import FlowTasks
import StatesLanguage

/// `Bucket`, `Key`, `Prefix` and what else an `ItemReader` is given.
struct ItemArguments {
    var bucket: String
    var key: String?
    var prefix: String
    var versionID: String?
    var expectedBucketOwner: String?

    init(_ json: JSON) throws {
        func text(_ name: String) throws -> String? {
            guard let value = json[name], !value.isNull else { return nil }
            guard let text = value.stringValue else {
                throw TaskFailure.itemReader(
                    "The field \"\(name)\" of the ItemReader is \(value.kindInWords); it is a text."
                )
            }
            return text
        }
        guard let bucket = try text("Bucket"), !bucket.isEmpty else {
            throw TaskFailure.itemReader("The ItemReader names no \"Bucket\".")
        }
        self.bucket = bucket
        key = try text("Key")
        prefix = try text("Prefix") ?? ""
        versionID = try text("VersionId")
        expectedBucketOwner = try text("ExpectedBucketOwner")
    }
}
