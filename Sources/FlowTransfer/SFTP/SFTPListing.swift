/// Reads the lines of a folder's long listing, which are those of `ls -l` on nearly every server.
enum SFTPListing {
    /// What a line says of an entry.
    enum Line: Hashable {
        case file(name: String, sizeInBytes: Int64)
        case folder(name: String)
        /// A symbolic link: what it leads to must be asked.
        case link(name: String)
        case other
        /// The line is not understood.
        case unknown
    }

    /// - Parameter line: such as `-rw-r--r--    1 user  group   1234 Jan  1 10:00 name with blanks.csv`.
    static func parse(_ line: String) -> Line {
        guard let kind = line.utf8.first else { return .other }
        var rest = line[...]
        var fields: [Substring] = []
        // Permissions, links, user, group, size, month, day, time or year; one blank, then the name as it is.
        while fields.count < 8 {
            rest = rest.drop { $0 == " " }
            guard let end = rest.firstIndex(of: " ") else { return .unknown }
            fields.append(rest[..<end])
            rest = rest[end...]
        }
        let name = String(rest.dropFirst())
        guard fields[0].utf8.count >= 10, let size = Int64(fields[4]), size >= 0, Int(fields[6]) != nil, !name.isEmpty,
            fields[7].contains(":") || Int(fields[7]) != nil
        else { return .unknown }
        guard name != ".", name != ".." else { return .other }
        switch kind {
        case UInt8(ascii: "-"): return .file(name: name, sizeInBytes: size)
        case UInt8(ascii: "d"): return .folder(name: name)
        case UInt8(ascii: "l"):
            // libcurl adds where it leads to: `name -> target`.
            guard let arrow = name.range(of: " -> ") else { return .link(name: name) }
            return .link(name: String(name[..<arrow]))
        default: return .other
        }
    }
}

extension String {
    /// Where a text first occurs.
    fileprivate func range(of text: String) -> String.Index? {
        indices.first { self[$0...].hasPrefix(text) }
    }
}
