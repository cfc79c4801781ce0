import FlowTasks
import StatesLanguage

/// The manifest of an Athena UNLOAD: the URI of one data file a line.
struct AthenaManifest {
    let files: [(bucket: String, key: String)]

    init(_ bytes: [UInt8]) throws {
        files = try String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).map { line in
            let rest = line.hasPrefix("s3://") ? line.dropFirst(5) : ""
            guard let slash = rest.firstIndex(of: "/"), slash > rest.startIndex,
                rest.index(after: slash) < rest.endIndex
            else {
                throw TaskFailure.itemReader(
                    "The manifest's line \"\(line.prefix(200))\" is no URI such as s3://bucket/key."
                )
            }
            return (String(rest[..<slash]), String(rest[rest.index(after: slash)...]))
        }
    }
}
