import FlowJSON
import FlowTasks
import StatesLanguage

@testable import FlowItems

/// The items of a text that comes in pieces of a size, as an array; a named one as `{"Key": …, "Value": …}`.
func items(_ format: ItemFormat, _ text: String, pieces size: Int, _ limits: ItemLimits? = nil) throws -> JSON {
    try items(format, bytes: Array(text.utf8), pieces: size, limits)
}

/// The items of bytes that come in pieces of a size.
func items(_ format: ItemFormat, bytes: [UInt8], pieces size: Int, _ limits: ItemLimits? = nil) throws -> JSON {
    let starts = stride(from: 0, to: bytes.count, by: size)
    return try items(format, starts.map { Array(bytes[$0..<min($0 + size, bytes.count)]) }, limits)
}

/// The items of a text that comes in two pieces.
func items(_ format: ItemFormat, _ text: String, splitAt place: Int) throws -> JSON {
    let bytes = Array(text.utf8)
    return try items(format, [Array(bytes[..<place]), Array(bytes[place...])])
}

private func items(_ format: ItemFormat, _ pieces: [[UInt8]], _ limits: ItemLimits? = nil) throws -> JSON {
    // Each piece is looked at as soon as it is there.
    let limits = limits ?? ItemLimits(chunkSizeInBytes: 1)
    var found: [JSON] = []
    let stage = try format.stage(limits) { found.append($0.shown) }
    do {
        for piece in pieces { try piece.withUnsafeBytes { try stage.append($0) } }
        try stage.finish()
    } catch is EndOfItems {}
    return .array(found)
}

extension MapItem {
    /// The item as a flow sees it.
    var shown: JSON { key.map { ["Key": .string($0), "Value": value] } ?? value }
}

/// The cause of the `States.ItemReaderFailed` that code throws.
func itemFailure(_ body: () throws -> Void) -> String? {
    do {
        try body()
        return nil
    } catch let failure as TaskFailure where failure.error == .itemReaderFailed {
        return failure.cause
    } catch {
        return "another error: \(error)"
    }
}
