import FlowDiagnostics
import FlowJSON
import FlowTasks
import StatesLanguage

/// The `manifest.json` of an S3 inventory: which files list a bucket's objects, and with what columns.
struct InventoryManifest {
    /// The bucket where the files are.
    let bucket: String
    let keys: [String]
    let format: ItemFormat

    init(_ bytes: [UInt8]) throws {
        let json: JSON
        do throws(Diagnostic) {
            json = try JSON(parsing: bytes)
        } catch {
            throw TaskFailure.itemReader("The manifest is not JSON: \(error.message)")
        }
        guard let destination = json["destinationBucket"]?.stringValue, let files = json["files"]?.arrayValue else {
            throw TaskFailure.itemReader("The manifest is not that of an S3 inventory: it has no files.")
        }
        // It is an ARN: arn:aws:s3:::bucket.
        bucket = destination.split(separator: ":").last.map(String.init) ?? destination
        keys = try files.map { file in
            guard let key = file["key"]?.stringValue else {
                throw TaskFailure.itemReader("The manifest names a file without a key.")
            }
            return key
        }
        switch json["fileFormat"]?.stringValue {
        case "CSV", nil:
            let columns = (json["fileSchema"]?.stringValue ?? "").split(separator: ",").map(\.withoutBlanks)
            guard !columns.isEmpty else { throw TaskFailure.itemReader("The manifest has no fileSchema.") }
            format = .csv(CSVDialect(headers: columns))
        case "Parquet": format = .parquet
        case let other?:
            throw TaskFailure.itemReader("The inventory's files are \(other); CSV and Parquet can be read.")
        }
    }
}

extension Substring {
    fileprivate var withoutBlanks: String {
        var text = self
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
