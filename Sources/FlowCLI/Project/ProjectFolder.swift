import FlowDiagnostics

/// The folder of a package of flows, to which domains and flows are added.
struct ProjectFolder {
    let path: String

    init(_ path: String) throws(CommandFailure) {
        guard LocalFile.exists("\(path)/Package.swift"), LocalFile.isFolder("\(path)/flows") else {
            throw CommandFailure("\"\(path)\" holds no Package.swift beside flows/: run this in the package's folder.")
        }
        self.path = path
    }

    /// Makes a domain; returns what was done, a line each.
    func addDomain(_ domain: ProjectName) throws(CommandFailure) -> [String] {
        let folder = "flows/\(domain.text)"
        guard !LocalFile.exists("\(path)/\(folder)") else {
            throw CommandFailure("the domain \"\(domain.text)\" is there already, in \(folder).")
        }
        let flow = try ProjectName(flow: "\(domain.text)-hello")
        let manifest = try edited("Package.swift", after: "let domains = [", inserting: "\"\(domain.text)\", ")
        let imported = try importing("\(domain.typeName)Domain", in: "runner/FlowTaskRunner.swift")
        let runner = try edited(
            "runner/FlowTaskRunner.swift",
            in: imported,
            after: "domains: [",
            inserting: "\(domain.constantName), "
        )
        let made = [
            ("\(folder)/Flows/\(domain.typeName).swift", ProjectTemplate.domain(domain, flow: flow)),
            ("\(folder)/Flows/\(flow.typeName).swift", ProjectTemplate.flow(flow, greeting: domain)),
            ("\(folder)/Tasks/\(domain.typeName)Greeting.swift", ProjectTemplate.task(domain)),
            ("\(folder)/Examples/\(flow.text).json", "{\n  \"who\": \"world\"\n}\n"),
            ("\(folder)/Tests/\(flow.text).test.yaml", ProjectTemplate.tests(greeting: domain)),
        ]
        for (name, text) in made { try LocalFile.write(text, to: "\(path)/\(name)") }
        try LocalFile.write(manifest, to: "\(path)/Package.swift")
        try LocalFile.write(runner, to: "\(path)/runner/FlowTaskRunner.swift")
        return made.map { "made \($0.0)" } + [
            "registered in Package.swift and runner/FlowTaskRunner.swift", "try: swift run flow-task run \(flow.text)",
        ]
    }

    /// Makes a flow in a domain; returns what was done, a line each.
    func addFlow(_ flow: ProjectName, to domain: ProjectName) throws(CommandFailure) -> [String] {
        let folder = "flows/\(domain.text)"
        guard LocalFile.exists("\(path)/\(folder)") else {
            let others = LocalFile.names(in: "\(path)/flows").sorted()
            let meant = nearestName(to: domain.text, in: others).map { "Did you mean \"\($0)\"? Else make" } ?? "Make"
            throw CommandFailure(
                "there is no domain \"\(domain.text)\". \(meant) it with `flow-task new domain \(domain.text)`."
            )
        }
        let file = "\(folder)/Flows/\(flow.typeName).swift"
        guard !LocalFile.exists("\(path)/\(file)") else {
            throw CommandFailure("the flow \"\(flow.text)\" is there already, in \(file).")
        }
        let registry = "\(folder)/Flows/\(domain.typeName).swift"
        let registered = try edited(registry, after: "flows: [", inserting: "\(flow.typeName)(), ")
        let made = [
            (file, ProjectTemplate.flow(flow, greeting: nil)),
            ("\(folder)/Examples/\(flow.text).json", "{\n  \"who\": \"world\"\n}\n"),
            ("\(folder)/Tests/\(flow.text).test.yaml", ProjectTemplate.tests(greeting: nil)),
        ]
        for (name, text) in made { try LocalFile.write(text, to: "\(path)/\(name)") }
        try LocalFile.write(registered, to: "\(path)/\(registry)")
        return made.map { "made \($0.0)" } + [
            "registered in \(registry)", "try: swift run flow-task run \(flow.text)",
        ]
    }

    /// A file's text with a module imported, in the order of the modules' names.
    private func importing(_ module: String, in file: String) throws(CommandFailure) -> String {
        let text = String(decoding: try LocalFile.read("\(path)/\(file)"), as: UTF8.self)
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let line = Substring("import \(module)")
        guard let last = lines.lastIndex(where: { $0.hasPrefix("import ") }) else {
            throw CommandFailure("\(file) has no imports to add to: register it by hand.")
        }
        lines.insert(line, at: lines.firstIndex { $0.hasPrefix("import ") && $0 > line } ?? last + 1)
        return lines.joined(separator: "\n")
    }

    /// A file's text with something inserted after the first occurrence of a mark.
    private func edited(
        _ file: String,
        in text: String? = nil,
        after mark: String,
        inserting insertion: String
    ) throws(CommandFailure) -> String {
        let text = if let text { text } else { String(decoding: try LocalFile.read("\(path)/\(file)"), as: UTF8.self) }
        guard let range = text.firstRange(of: mark) else {
            throw CommandFailure("\(file) has no \"\(mark)\" to add to: register it by hand.")
        }
        return text[..<range.upperBound] + insertion + text[range.upperBound...]
    }
}
