package import FlowDiagnostics

extension Diagnostic.Code {
    /// A connection's URL is malformed.
    package static let malformedURL: Self = "N01"
    /// A connection's URL names no scheme, or one that there is not.
    package static let unknownScheme: Self = "N02"
    /// A connection has an option that its kind has not.
    package static let unknownOption: Self = "N03"
    /// An option's value cannot be used.
    package static let wrongOptionValue: Self = "N04"
    /// `connections.yaml` is no YAML.
    package static let malformedYAML: Self = "N05"
    /// `connections.yaml` is not built as it should be.
    package static let wrongStructure: Self = "N06"
    /// A value names an environment variable that is not set.
    package static let unsetVariable: Self = "N07"
    /// A file cannot be read.
    package static let unreadableFile: Self = "N08"
    /// An environment variable that should override a connection names none.
    package static let strayVariable: Self = "N09"
    /// A key stands twice in a mapping of YAML.
    package static let repeatedKey: Self = "N10"
}
