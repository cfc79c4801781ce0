import FlowDSL
import FlowDiagnostics
import FlowJSON
import Glibc
import StatesLanguage

/// Finds what the user names and checks it: flows in Swift, files in JSON and YAML, folders of them.
struct DocumentChecker {
    let catalog = FlowCatalog()
    let executionType: ItemProcessor.ExecutionType
    /// How rules are read where sources disagree.
    let reading: SpecificationReading
    /// Codes that are left out.
    let ignored: Set<String>

    /// Something that can be checked.
    enum Document {
        case flow(FlowCatalog.Entry, name: String)
        case file(String)
    }

    /// What a name stands for, in the order of the names.
    func documents(named name: String) throws(CommandFailure) -> [Document] {
        if name == "-" { return [.file(name)] }
        if LocalFile.isFolder(name), !catalog.entries.contains(where: { $0.name == name }) {
            let files = Self.definitions(in: name)
            if files.isEmpty { throw CommandFailure("there is no definition in the folder \"\(name)\".") }
            return files.map(Document.file)
        }
        let isDefinition = [".json", ".yaml", ".yml", ".asl"].contains { name.hasSuffix($0) }
        if isDefinition || LocalFile.exists(name) && !catalog.entries.contains(where: { $0.name == name }) {
            return [.file(name)]
        }
        return [.flow(try catalog.entry(named: name), name: name)]
    }

    /// Checks one.
    func check(_ document: Document) throws(CommandFailure) -> CheckedDocument {
        switch document {
        case .flow(let entry, let name): return CheckedDocument(name, check(entry), ignoring: ignored)
        case .file(let path): return try check(path)
        }
    }

    private func check(_ entry: FlowCatalog.Entry) -> [Diagnostic] {
        do {
            let flow = try entry.flow.compile(domain: entry.domain.name)
            return StateMachineDefinition.decode(flow.definition, executionType: executionType, reading: reading)
                .diagnostics.map { diagnostic in
                    var placed = diagnostic
                    let steps = JSONPointer.steps(of: diagnostic.location.pointer ?? "")
                    // The innermost state on the way is written at a line of Swift.
                    let place = steps.reversed().lazy.compactMap { flow.places[$0] }.first
                    (placed.location.file, placed.location.line) = (place?.file, place?.line)
                    return placed
                }
        } catch {
            return error.diagnostics
        }
    }

    private func check(_ path: String) throws(CommandFailure) -> CheckedDocument {
        let source = String(decoding: try LocalFile.read(path), as: UTF8.self)
        let name = path == "-" ? "standard input" : path
        let isYAML =
            YAMLDefinition.isNamed(path)
            || path == "-" && source.first { !$0.isWhitespace && $0 != "\u{feff}" }.map { $0 != "{" } ?? false
        let decoded =
            isYAML
            ? YAMLDefinition.decode(text: source, file: name, executionType: executionType, reading: reading)
            : StateMachineDefinition.decode(text: source, file: name, executionType: executionType, reading: reading)
        return CheckedDocument(name, decoded.diagnostics, source: source, ignoring: ignored)
    }

    /// The files below a folder that hold definitions, in the order of their names.
    ///
    /// Those with `.asl.` in their names are taken, and other JSON and YAML that speaks of `StartAt`.
    private static func definitions(in folder: String) -> [String] {
        var files: [String] = []
        var open = [folder]
        while let folder = open.popLast() {
            let base = folder == "." ? "" : folder.hasSuffix("/") ? folder : folder + "/"
            for name in LocalFile.names(in: folder) where !name.hasPrefix(".") && name != "node_modules" {
                let path = base + name
                if LocalFile.isFolder(path) {
                    if !LocalFile.isLink(path) { open.append(path) }
                } else if [".json", ".yaml", ".yml", ".asl"].contains(where: { name.hasSuffix($0) }),
                    name.contains(".asl") || speaksOfStates(path)
                {
                    files.append(path)
                }
            }
        }
        return files.sorted()
    }

    private static func speaksOfStates(_ path: String) -> Bool {
        // A file that can't be read is none of the definitions that are looked for.
        guard let bytes = try? LocalFile.read(path) else { return false }
        let text = String(decoding: bytes, as: UTF8.self)
        return text.contains("StartAt") && text.contains("States")
    }
}

/// What was found in one document.
struct CheckedDocument {
    let name: String
    let diagnostics: [Diagnostic]
    let source: String?
    /// The first of a template's placeholders, such as `${LambdaArn}`, whose values can't be judged.
    let placeholder: String?

    init(_ name: String, _ diagnostics: [Diagnostic], source: String? = nil, ignoring ignored: Set<String>) {
        self.name = name
        self.diagnostics = diagnostics.filter { !ignored.contains($0.code.text) }
        self.source = source
        let opened = source?.firstRange(of: "${").map { source?[$0.upperBound...] ?? "" }
        let name = opened?.prefix { $0.isLetter || $0.isNumber || "_-.:".contains($0) } ?? ""
        placeholder = name.isEmpty || opened?.dropFirst(name.count).first != "}" ? nil : "${\(name)}"
    }

    func count(_ severity: Diagnostic.Severity) -> Int { diagnostics.count { $0.severity == severity } }
}

extension LocalFile {
    /// The names of everything in a folder; of none where it can't be read.
    static func names(in path: String) -> [String] {
        guard let stream = opendir(path) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    /// Whether a path is a symbolic link, which may lead in a circle.
    static func isLink(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
    }
}
