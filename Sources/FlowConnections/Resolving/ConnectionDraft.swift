import FlowDiagnostics

/// Where a setting was written; a later one wins over an earlier one.
enum SettingSource: Int, Comparable, Sendable {
    case template
    case file
    case environment

    static func < (left: SettingSource, right: SettingSource) -> Bool { left.rawValue < right.rawValue }
}

/// One setting as somebody wrote it.
struct Setting: Sendable {
    var name: String
    var text: String
    var location: TextLocation
    var source: SettingSource
}

/// A connection as its sources say it, before anything is read into it.
struct ConnectionDraft: Sendable {
    var name: String
    var url: Setting?
    /// In the order in which they were written, earlier sources first.
    var options: [Setting] = []
    /// Where the connection is declared, for what is wrong with the whole of it.
    var location = TextLocation()
}
