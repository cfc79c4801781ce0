import Testing

@testable import FlowCLI

@Suite("The manifest's list of domains is what lies in flows/")
struct DomainListTests {
    @Test("every folder of flows/ is listed, and nothing else")
    func list() throws {
        let root = #filePath.split(separator: "/").dropLast(3).reduce("") { "\($0)/\($1)" }
        let manifest = String(decoding: try LocalFile.read("\(root)/Package.swift"), as: UTF8.self)
        let line = try #require(manifest.split(separator: "\n").first { $0.hasPrefix("let domains = [") })
        let listed = line.split(separator: "\"").enumerated().filter { $0.offset % 2 == 1 }.map { String($0.element) }
        #expect(listed.sorted() == LocalFile.folders(in: "\(root)/flows").sorted())
    }
}
