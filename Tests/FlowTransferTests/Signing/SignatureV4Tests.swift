import FlowConnections
import Testing

@testable import FlowTransfer

@Suite("Signatures")
struct SignatureV4Tests {
    /// The example "GET Object" in the documentation of Amazon S3's signature version 4.
    @Test("are those of Amazon's own example")
    func example() {
        let credentials = AWSCredentials(
            accessKeyID: "AKIAIOSFODNN7EXAMPLE",
            secretAccessKey: Secret("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
            origin: "a test"
        )
        let headers = SignatureV4(credentials: credentials, region: "us-east-1", service: "s3").sign(
            method: "GET",
            host: "examplebucket.s3.amazonaws.com",
            path: "/test.txt",
            query: [],
            headers: [("range", "bytes=0-9")],
            payloadHash: SignatureV4.emptyPayload,
            secondsSinceEpoch: 1_369_353_600
        )
        let authorization = headers.first { $0.name == "Authorization" }?.value ?? ""
        #expect(authorization.hasSuffix("Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"))
    }

    @Test("sign a query sorted and encoded")
    func query() {
        #expect(CanonicalRequest.canonicalQuery([("b", "2"), ("a", "x y"), ("a", "")]) == "a=&a=x%20y&b=2")
    }
}
