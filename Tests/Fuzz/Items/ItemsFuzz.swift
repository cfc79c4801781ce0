/// Feeds any bytes to the readers of items, which never trap.
///
/// They give the same items and the same verdict however the bytes are cut into pieces. An array of JSON gives what the
/// JSON parser reads in it.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzItems(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    guard count >= 2 else { return 0 }
    let bytes = UnsafeRawBufferPointer(start: start + 2, count: count - 2)
    let size = 1 + Int(start[1] % 16)
    switch start[0] % 8 {
    case 0:
        if let items = agree(bytes, size, { try JSONItemCutter(pointer: nil, $0) }) {
            guard let whole = try? JSON(parsing: bytes, options: .items) else {
                preconditionFailure("what was cut into items is JSON")
            }
            precondition(whole == .array(items.map(\.value)), "and has these elements")
        } else if case .array? = try? JSON(parsing: bytes, options: .items) {
            preconditionFailure("an array can be cut into items")
        }
    case 1: _ = agree(bytes, size) { try JSONItemCutter(pointer: "/a/1", $0) }
    case 2: _ = agree(bytes, size) { JSONLinesCutter($0) }
    case 3: _ = agree(bytes, size) { try JSONItemCutter(pointer: "/a", $0) }
    case let kind:
        let delimiters: [UInt8] = [0x2c, 0x3b, 0x20, 0x09]
        let dialect = CSVDialect(
            delimiter: delimiters[Int(kind) - 4],
            headers: start[1] & 0x80 == 0 ? nil : ["a", "b", ""]
        )
        let rows = agree(bytes, size) { try CSVCutter(dialect, $0) }
        for row in rows ?? [] {
            precondition(row.value.objectValue?.shape === rows?.first?.value.objectValue?.shape, "rows are alike")
        }
    }
    return 0
}

/// The items of bytes that come at once, which must be those of bytes that come in pieces; `nil` for a failure.
private func agree<Cutter: ItemCutter>(
    _ bytes: UnsafeRawBufferPointer,
    _ size: Int,
    _ make: (ItemLimits) throws -> Cutter
) -> [MapItem]? {
    let (whole, reason) = items(bytes, pieces: bytes.count, ItemLimits(), make)
    let (pieces, other) = items(bytes, pieces: size, ItemLimits(chunkSizeInBytes: 1), make)
    precondition(whole == pieces, "the same items in pieces")
    precondition((reason == nil) == (other == nil), "and the same verdict")
    return reason == nil ? whole : nil
}

private func items<Cutter: ItemCutter>(
    _ bytes: UnsafeRawBufferPointer,
    pieces size: Int,
    _ limits: ItemLimits,
    _ make: (ItemLimits) throws -> Cutter
) -> ([MapItem], TaskFailure?) {
    var found: [MapItem] = []
    do {
        let stream = ItemStream(try make(limits), limits) { found.append($0) }
        do {
            for start in stride(from: 0, to: bytes.count, by: max(1, size)) {
                let end = min(start + size, bytes.count)
                // A copy of its own, so that reading beyond it is found.
                try Array(bytes[start..<end]).withUnsafeBytes { try stream.append($0) }
            }
            try stream.finish()
        } catch is EndOfItems {}
        return (found, nil)
    } catch let failure as TaskFailure {
        precondition(failure.error == .itemReaderFailed && !failure.cause.isEmpty, "a failure says why")
        return (found, failure)
    } catch {
        preconditionFailure("another error: \(error)")
    }
}

/// As FlowTasks has it.
struct MapItem: Hashable {
    var value: JSON
    var key: String?
}
