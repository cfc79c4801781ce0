import FlowDiagnostics

/// A place in the author's Swift file.
struct SourcePlace: Hashable, Sendable {
    /// `Module/File.swift`, as `#fileID` gives it: no path of the machine that compiled it.
    var file: String
    var line: UInt

    var location: TextLocation { TextLocation(file: file, line: Int(line)) }
}
