import FlowJSON
import FlowTasks
import StatesLanguage

/// The files of one map run: `SUCCEEDED_0.json`, `FAILED_0.json`, `PENDING_0.json` and `manifest.json`.
final class ResultFolder: ResultSink {
    private let storage: any Storage
    private let bucket: String
    /// With a `/` at its end.
    private let folder: String
    private let mapRunARN: String
    private let form: ResultForm
    private let fileSizeInBytes: Int64
    private let cancellation: Cancellation
    private var open: [ChildResult.Outcome: ResultFile] = [:]
    private var written: [ChildResult.Outcome: [StoredFile]] = [:]

    init(
        storage: any Storage,
        bucket: String,
        folder: String,
        mapRunARN: String,
        form: ResultForm,
        fileSizeInBytes: Int64,
        _ cancellation: Cancellation
    ) {
        self.storage = storage
        self.bucket = bucket
        self.folder = folder
        self.mapRunARN = mapRunARN
        self.form = form
        self.fileSizeInBytes = fileSizeInBytes
        self.cancellation = cancellation
    }

    func write(_ result: ChildResult) throws {
        try asResultWriterFailure {
            for value in form.values(of: result) {
                let bytes = value.bytes
                if let file = open[result.outcome], file.sizeInBytes + Int64(bytes.count) + 2 > fileSizeInBytes {
                    try close(result.outcome)
                }
                try file(for: result.outcome).write(bytes)
            }
        }
    }

    func finish() throws -> JSON {
        try asResultWriterFailure {
            for outcome in ChildResult.Outcome.allCases { try close(outcome) }
            var files = JSONObject()
            for outcome in [ChildResult.Outcome.failed, .pending, .succeeded] {
                files[outcome.rawValue] = .array(
                    (written[outcome] ?? []).map { file in
                        ["Key": .string(file.location.path), "Size": .integer(file.sizeInBytes)]
                    }
                )
            }
            let manifest: JSON = [
                "DestinationBucket": .string(bucket), "MapRunArn": .string(mapRunARN), "ResultFiles": .object(files),
            ]
            let key = folder + "manifest.json"
            let bytes = manifest.bytes
            let sink = try storage.openSink(key, expectedSizeInBytes: Int64(bytes.count), resumeKey: nil, cancellation)
            do {
                try bytes.withUnsafeBytes { try sink.write($0) }
                _ = try sink.commit()
            } catch {
                sink.abort()
                throw error
            }
            return ["Bucket": .string(bucket), "Key": .string(key)]
        }
    }

    func abort() {
        for (_, file) in open { file.abort() }
        open = [:]
        // Files that were full are there already; one that cannot be removed is the smaller harm than a second failure.
        for file in written.values.joined() { try? storage.delete(file.location.path, Cancellation()) }
        written = [:]
    }

    private func file(for outcome: ChildResult.Outcome) throws -> ResultFile {
        if let file = open[outcome] { return file }
        let number = written[outcome]?.count ?? 0
        let path = "\(folder)\(outcome.rawValue)_\(number).\(form.isLines ? "jsonl" : "json")"
        let sink = try storage.openSink(path, expectedSizeInBytes: nil, resumeKey: nil, cancellation)
        let file = ResultFile(sink, isLines: form.isLines)
        open[outcome] = file
        return file
    }

    private func close(_ outcome: ChildResult.Outcome) throws {
        guard let file = open[outcome] else { return }
        // It stays open until it is whole, so that an abort finds it.
        let stored = try file.close()
        open[outcome] = nil
        written[outcome, default: []].append(stored)
    }
}
