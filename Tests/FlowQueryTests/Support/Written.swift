import FlowTasks

@testable import FlowQuery

/// The text that `body` writes.
func written(_ body: (inout OutputBuffer) throws -> Void) throws -> String {
    let storage = MemoryStorage()
    let cancellation = Cancellation()
    var output = OutputBuffer(Activity(cancellation)) {
        try storage.openSink("text", expectedSizeInBytes: nil, resumeKey: nil, cancellation)
    }
    try body(&output)
    _ = try output.finish()
    return storage["text"] ?? ""
}
