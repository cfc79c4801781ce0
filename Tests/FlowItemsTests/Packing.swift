import CZlib
import CZstd
import FlowConnections
import FlowJSON
import FlowTasks
import FlowTransfer
import Glibc
import Logging
import StatesLanguage

@testable import FlowItems

/// Bytes as one gzip member.
func gzip(_ bytes: [UInt8]) -> [UInt8] {
    var stream = z_stream()
    deflateInit2_(
        &stream,
        6,
        Z_DEFLATED,
        16 + 15,
        8,
        Z_DEFAULT_STRATEGY,
        ZLIB_VERSION,
        Int32(MemoryLayout<z_stream>.size)
    )
    defer { deflateEnd(&stream) }
    var input = bytes
    var output = [UInt8](repeating: 0, count: bytes.count + 1000)
    let count = input.withUnsafeMutableBufferPointer { input in
        output.withUnsafeMutableBufferPointer { output in
            stream.next_in = input.baseAddress
            stream.avail_in = UInt32(input.count)
            stream.next_out = output.baseAddress
            stream.avail_out = UInt32(output.count)
            deflate(&stream, Z_FINISH)
            return output.count - Int(stream.avail_out)
        }
    }
    return Array(output[..<count])
}

/// Bytes as one Zstandard frame.
func zstd(_ bytes: [UInt8]) -> [UInt8] {
    var output = [UInt8](repeating: 0, count: ZSTD_compressBound(bytes.count))
    let size = output.count
    let count = ZSTD_compress(&output, size, bytes, bytes.count, 3)
    return Array(output[..<count])
}

/// A folder behind the connection `lake`, as `file:`.
final class Lake {
    let path: String
    let context: TaskContext

    init(more: [Connection] = [], storages more2: (inout StorageProviders) -> Void = { _ in }) {
        var template = Array("/tmp/flow-items-XXXXXX".utf8CString)
        path = mkdtemp(&template).map { String(cString: $0) } ?? "/tmp"
        var storages = StorageProviders()
        var registry = HandlerRegistry()
        registerTransfer(into: &registry, storages: &storages)
        more2(&storages)
        let lake = Connection(name: "lake", url: ConnectionURL(scheme: "file", path: path))
        context = TaskContext(
            executionName: "run",
            stateName: "Map",
            attempt: 1,
            idempotencyKey: "run:1:1",
            deadline: nil,
            logger: Logger(label: "test"),
            connections: Connections([lake] + more),
            scratch: ScratchDirectory("\(path)/scratch"),
            storages: storages,
            monitor: SilentMonitor()
        )
    }

    deinit { removeAll(path) }

    func write(_ name: String, _ bytes: [UInt8]) {
        let full = "\(path)/\(name)"
        for (place, character) in full.enumerated() where character == "/" && place > 0 {
            mkdir(String(full.prefix(place)), 0o777)
        }
        guard let file = fopen(full, "w") else { return }
        fwrite(bytes, 1, bytes.count, file)
        fclose(file)
    }

    func write(_ name: String, _ text: String) { write(name, Array(text.utf8)) }

    func text(_ name: String) -> String? {
        guard let file = fopen("\(path)/\(name)", "r") else { return nil }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 20)
        let count = fread(&bytes, 1, bytes.count, file)
        return String(decoding: bytes[..<count], as: UTF8.self)
    }

    /// The items that an `ItemReader` finds.
    func items(
        _ arguments: JSON,
        list: Bool = false,
        atMost maximum: Int64? = nil,
        limits: ItemLimits = ItemLimits(),
        _ configure: (inout ItemReader.Configuration) -> Void = { _ in }
    ) throws -> JSON {
        var configuration = ItemReader.Configuration()
        configure(&configuration)
        var arguments = arguments.objectValue ?? JSONObject()
        if arguments["Bucket"] == nil { arguments["Bucket"] = "lake" }
        let request = ItemReadRequest(
            resource: "arn:aws:states:::s3:\(list ? "listObjectsV2" : "getObject")",
            arguments: .object(arguments),
            configuration: configuration,
            maximumItems: maximum
        )
        var found: [JSON] = []
        try ItemFiles(limits: limits).read(request, context, Cancellation()) { found.append($0.shown) }
        return .array(found)
    }
}

private struct SilentMonitor: TaskMonitor {
    func heartbeat() {}
    func report(_ progress: TaskProgress) {}
}

private func removeAll(_ path: String) {
    guard remove(path) != 0, let directory = opendir(path) else { return }
    var names: [String] = []
    while let entry = readdir(directory) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) { bytes in
            bytes.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if name != ".", name != ".." { names.append(name) }
    }
    closedir(directory)
    for name in names { removeAll("\(path)/\(name)") }
    remove(path)
}
