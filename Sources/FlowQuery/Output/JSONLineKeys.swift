import FlowJSON

/// What stands before each value of a JSON line, made once for all lines: `{"id":`, `,"name":`.
struct JSONLineKeys {
    let prefixes: [[UInt8]]

    init(_ names: [String]) {
        prefixes = names.enumerated().map { position, name in
            let opening: UInt8 = position == 0 ? UInt8(ascii: "{") : UInt8(ascii: ",")
            return [opening] + JSON.string(name).bytes + [UInt8(ascii: ":")]
        }
    }
}
