import FlowConnections
import FlowJSON
import StatesLanguage
import Testing

@testable import FlowTransfer

@Suite("Parts of S3")
struct S3PartsTests {
    @Test("XML is read with entities, CDATA, prefixes and comments")
    func xml() {
        let text = """
            <?xml version="1.0"?><!-- c --><s:A xmlns:s="x" a="1"><B>1 &amp; &lt;2&gt; &#65;&#x42;</B><B/><C><![CDATA[<x>]]></C>\
            <D><!-- in --><E>e</E></D></s:A>
            """
        let tree = XMLTree(parsing: Array(text.utf8))
        #expect(tree?.name == "A")
        #expect(tree?["B"]?.text == "1 & <2> AB")
        #expect(tree?.all("B").count == 2)
        #expect(tree?["C"]?.text == "<x>")
        #expect(tree?["D"]?["E"]?.text == "e")
    }

    @Test(
        "XML that is broken is none",
        arguments: ["", "<", "<a>", "<a></b>", "text", "<a>&nope;</a>", "<a><b></a></b>"]
    )
    func brokenXML(text: String) { #expect(XMLTree(parsing: Array(text.utf8)) == nil) }

    @Test("XML of any depth does not end the process")
    func deepXML() {
        let text = String(repeating: "<a>", count: 100_000)
        #expect(XMLTree(parsing: Array(text.utf8)) == nil)
    }

    @Test("the parts of an upload are enough for the whole")
    func plan() {
        let mebibyte: Int64 = 1 << 20
        #expect(S3PartPlan(partSize: 8 << 20, expectedSizeInBytes: 100 * mebibyte).size(ofPart: 1) == 8 << 20)
        let terabytes = 5 * mebibyte * mebibyte
        let plan = S3PartPlan(partSize: 8 << 20, expectedSizeInBytes: terabytes)
        #expect(Int64(plan.size(ofPart: 1)) * Int64(S3PartPlan.mostParts) >= terabytes)
        #expect(S3PartPlan(partSize: 8 << 20, expectedSizeInBytes: nil).size(ofPart: 9_000) == 64 << 20)
    }

    @Test("files of settings are read as AWS's tools do")
    func config() {
        let file = AWSConfigFile(
            parsing:
                "[default]\naws_access_key_id = A\n# c\n[profile my own]\nregion=eu-west-1\n;x\n  aws_secret_access_key=a=b \n"
        )
        #expect(file["default"]?["aws_access_key_id"] == "A")
        #expect(file["my own"] == ["region": "eu-west-1", "aws_secret_access_key": "a=b"])
        #expect(file["none"] == nil)
    }

    @Test("credentials of a container or machine keep their end")
    func metadata() {
        let json: JSON = [
            "AccessKeyId": "A", "SecretAccessKey": "S", "Token": "T", "Expiration": "2026-01-01T00:00:00Z",
        ]
        let found = CredentialChain.credentials(json, origin: "a test")
        #expect(found?.sessionToken == "T")
        #expect(found?.expiresAtSeconds == 1_767_225_600)
        #expect(CredentialChain.credentials(["Code": "Success"], origin: "a test") == nil)
    }

    @Test("buckets are addressed by host at AWS and by path elsewhere")
    func addresses() throws {
        func address(_ bucket: String, _ options: [String: String]) throws -> S3Address {
            try S3Address(Connection(name: "lake", url: ConnectionURL(scheme: "s3", host: bucket), options: options))
        }
        let aws = try address("bucket", ["region": "eu-west-1"])
        #expect(aws.bucketHost == "bucket.s3.eu-west-1.amazonaws.com" && aws.path("a b") == "/a%20b")
        #expect(aws.inRegion("us-west-2").bucketHost == "bucket.s3.us-west-2.amazonaws.com")
        let dotted = try address("my.bucket", ["region": "eu-west-1"])
        #expect(dotted.bucketHost == "s3.eu-west-1.amazonaws.com" && dotted.path("a") == "/my.bucket/a")
        let own = try address("bucket", ["endpoint": "http://localhost:9000/"])
        #expect(own.bucketHost == "localhost:9000" && own.path("a") == "/bucket/a")
        let hosted = try address("bucket", ["endpoint": "https://minio.example:443", "path_style": "false"])
        #expect(hosted.bucketHost == "bucket.minio.example" && hosted.path(nil) == "/")
        #expect(failure { _ = try address("b", ["endpoint": "minio"]) }?.error == "Files.InvalidPath")
    }
}
