import FlowJSON
import Suites

extension SharedSuites {
    /// The recordings that an interpreter alone can give.
    static func recordings() throws -> [Recording] {
        var recordings: [Recording] = []
        for name in try names(in: "aws-recorded/cases", ending: ".ndjson") {
            for json in try lines(of: "aws-recorded/cases/\(name)") {
                let tags = json["tags"]?.arrayValue ?? []
                guard !tags.contains("distributed-map"), !tags.contains("task"), let recording = Recording(json) else {
                    continue
                }
                recordings.append(recording)
            }
        }
        return recordings
    }

    /// The ids of the recordings that don't pass yet; the list may only shrink.
    static func notYet() throws -> Set<String> {
        let folder = #filePath.split(separator: "/").dropLast(2).joined(separator: "/")
        let lines = try read("/\(folder)/Fixtures/recordings-not-yet.txt").split(separator: "\n")
        return Set(lines.filter { !$0.hasPrefix("#") }.map { String($0.prefix { $0 != "\t" }) })
    }
}
