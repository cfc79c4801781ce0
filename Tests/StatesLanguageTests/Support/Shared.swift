import Foundation

/// The folder `shared` beside the checkout, which holds suites that nobody here wrote.
enum Shared {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../../shared").standardizedFileURL
    /// The checkout itself.
    static let checkout = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../..").standardizedFileURL
    static let corpus = folder.appending(path: "suites/asl-corpus")
    static let recordings = folder.appending(path: "suites/aws-recorded/cases")

    static func exists(_ url: URL) -> Bool { FileManager.default.fileExists(atPath: url.path) }

    static func text(of url: URL) throws -> String { String(decoding: try Data(contentsOf: url), as: UTF8.self) }

    static func files(in folder: URL) throws -> [URL] {
        try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .sorted { $0.lastPathComponent < $1.lastPathComponent }
    }
}
