import Glibc
import Testing

@testable import FlowCLI

@Suite("New domains and flows")
struct ProjectFolderTests {
    /// A package with the parts that are edited.
    private func makePackage() throws -> String {
        var template = Array("/tmp/flow-task-new.XXXXXX".utf8CString)
        let folder = try #require(mkdtemp(&template).map { String(cString: $0) })
        try LocalFile.write("let domains = [\"orders\"]\n", to: "\(folder)/Package.swift")
        try LocalFile.write(
            "import FlowCLI\nimport FlowDSL\nimport OrdersDomain\nrun(domains: [orders])\n",
            to: "\(folder)/runner/FlowTaskRunner.swift"
        )
        try LocalFile.makeFolder("\(folder)/flows/orders")
        return folder
    }

    private func text(_ path: String) throws -> String { String(decoding: try LocalFile.read(path), as: UTF8.self) }

    @Test("a domain is made and registered, and then a flow in it")
    func domainAndFlow() throws {
        let folder = try makePackage()
        let project = try ProjectFolder(folder)
        _ = try project.addDomain(try ProjectName(domain: "billing"))
        #expect(try text("\(folder)/Package.swift") == "let domains = [\"billing\", \"orders\"]\n")
        let runner = try text("\(folder)/runner/FlowTaskRunner.swift")
        #expect(runner.hasPrefix("import BillingDomain\nimport FlowCLI\nimport FlowDSL\nimport OrdersDomain\nrun("))
        #expect(runner.contains("domains: [billing, orders]"))
        _ = try project.addDomain(try ProjectName(domain: "zoo"))
        #expect(try text("\(folder)/runner/FlowTaskRunner.swift").contains("OrdersDomain\nimport ZooDomain\nrun("))
        #expect(try text("\(folder)/flows/billing/Flows/BillingHello.swift").contains("struct BillingHello: Flow"))

        let done = try project.addFlow(try ProjectName(flow: "send-invoices"), to: try ProjectName(domain: "billing"))
        #expect(done.count { $0.hasPrefix("made flows/billing/") } == 3, "\(done)")
        #expect(
            try text("\(folder)/flows/billing/Flows/Billing.swift").contains("flows: [SendInvoices(), BillingHello()]")
        )
        #expect(
            try text("\(folder)/flows/billing/Flows/SendInvoices.swift").contains("static let name = \"send-invoices\"")
        )
    }

    @Test("what is there already is refused, and nothing is written")
    func refused() throws {
        let project = try ProjectFolder(try makePackage())
        #expect(throws: CommandFailure.self) { try project.addDomain(try ProjectName(domain: "orders")) }
        #expect(throws: CommandFailure.self) {
            try project.addFlow(try ProjectName(flow: "x"), to: try ProjectName(domain: "absent"))
        }
        #expect(throws: CommandFailure.self) { try ProjectFolder("/nonexistent") }
    }

    @Test("a domain's name with a slip is found")
    func suggestion() throws {
        let project = try ProjectFolder(try makePackage())
        let failure = #expect(throws: CommandFailure.self) {
            try project.addFlow(try ProjectName(flow: "x"), to: try ProjectName(domain: "ordres"))
        }
        #expect(failure?.text.contains("Did you mean \"orders\"?") == true)
    }

    @Test("names that are no names", arguments: ["", "Orders", "or ders", "1st", "a--b", "a/b", "ä"])
    func names(name: String) {
        #expect(throws: CommandFailure.self) { try ProjectName(domain: name) }
        #expect(throws: CommandFailure.self) { try ProjectName(flow: name) }
    }
}
