import Testing

@testable import FlowTransfer

@Suite("Long listings")
struct SFTPListingTests {
    @Test(
        "are read as servers write them",
        arguments: [
            ("-rw-r--r--    1 root     root            5 Nov 21 10:13 d1.txt", .file(name: "d1.txt", sizeInBytes: 5)),
            (
                "-rw-r--r--    1 1000     users  1234567890123 Jan  1  2024  two  blanks",
                .file(name: " two  blanks", sizeInBytes: 1_234_567_890_123)
            ),
            ("drwxr-xr-x    9 root     root         4096 Nov 21 10:05 .", .other),
            ("drwxr-xr-x    9 root     root         4096 Nov 21 10:05 dir", .folder(name: "dir")),
            ("lrwxrwxrwx    1 root     root            4 Nov 21 10:05 a -> b c", .link(name: "a")),
            ("prw-r--r--    1 root     root            0 Nov 21 10:05 pipe", .other),
            ("-rw-r--r--+   1 root     root            5 Nov 21 10:13 acl", .file(name: "acl", sizeInBytes: 5)),
            ("10-01-24 10:13AM 5 windows.txt", .unknown),
            ("total 12", .unknown),
            ("", .other),
        ] as [(String, SFTPListing.Line)]
    )
    func lines(line: String, expected: SFTPListing.Line) { #expect(SFTPListing.parse(line) == expected) }

    @Test("known_hosts gets its RSA lines last, and only where that changes something")
    func rsaLast() {
        #expect(HostKeys.rsaLast("h ssh-rsa A\nh ssh-ed25519 B\n") == "h ssh-ed25519 B\nh ssh-rsa A\n")
        #expect(HostKeys.rsaLast("h ssh-ed25519 B\nh ssh-rsa A\n") == nil)
        #expect(HostKeys.rsaLast("") == nil)
    }
}
