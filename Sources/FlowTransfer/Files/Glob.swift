import StatesLanguage

/// A pattern of paths: `*`, `?`, `[a-z]` and `[!a-z]` within a part, `**` for any number of folders, `\` before a
/// character that stands for itself.
///
/// As in a shell, a wildcard at the beginning of a part does not match a leading `.`.
struct Glob {
    enum Part {
        case literal(String)
        case pattern([UInt8])
        case anyFolders
    }
    let parts: [Part]

    init(_ pattern: String) throws(TaskFailure) {
        parts = try RelativePath(pattern).parts.map { part in
            if part == "**" { return .anyFolders }
            let bytes = Array(part.utf8)
            return bytes.contains(where: isWildcard) ? .pattern(bytes) : .literal(part)
        }
    }

    /// The folder that every match is in, and the parts that remain to be matched below it.
    var fixedFolder: (path: [String], rest: ArraySlice<Part>) {
        var path: [String] = []
        for part in parts.dropLast() {
            guard case .literal(let name) = part else { break }
            path.append(name)
        }
        return (path, parts.dropFirst(path.count))
    }

    /// Whether matches can be at any depth.
    var isRecursive: Bool {
        parts.contains { if case .anyFolders = $0 { true } else { false } }
    }

    func matches(_ path: String) -> Bool {
        Self.matches(path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)[...], parts[...])
    }

    private static func matches(_ names: ArraySlice<String>, _ parts: ArraySlice<Part>) -> Bool {
        guard let part = parts.first else { return names.isEmpty }
        if case .anyFolders = part {
            let rest = parts.dropFirst()
            // At the end `**` stands for all files below.
            if rest.isEmpty { return !names.isEmpty && !names.contains { $0.hasPrefix(".") } }
            var left = names
            while true {
                if matches(left, rest) { return true }
                guard let folder = left.popFirst(), !folder.hasPrefix(".") else { return false }
            }
        }
        guard let name = names.first, part.matches(name) else { return false }
        return matches(names.dropFirst(), parts.dropFirst())
    }
}

private func isWildcard(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "*") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "[") || byte == UInt8(ascii: "\\")
}

extension Glob.Part {
    func matches(_ name: String) -> Bool {
        switch self {
        case .literal(let literal): return literal.utf8.elementsEqual(name.utf8)
        case .anyFolders: return !name.hasPrefix(".")
        case .pattern(let pattern):
            if name.hasPrefix("."), pattern.first != UInt8(ascii: "."), pattern.first != UInt8(ascii: "\\") {
                return false
            }
            return Self.matches(Array(name.unicodeScalars), pattern.scalars)
        }
    }

    /// Matches with at most one step back for each `*`, so that no pattern takes exponential time.
    private static func matches(_ name: [Unicode.Scalar], _ pattern: [Unicode.Scalar]) -> Bool {
        var inName = 0
        var inPattern = 0
        var afterStar: (pattern: Int, name: Int)?
        while inName < name.count {
            if inPattern < pattern.count, pattern[inPattern] == "*" {
                inPattern += 1
                afterStar = (inPattern, inName)
            } else if let next = step(name[inName], pattern, inPattern) {
                inName += 1
                inPattern = next
            } else if let star = afterStar {
                afterStar = (star.pattern, star.name + 1)
                inName = star.name + 1
                inPattern = star.pattern
            } else {
                return false
            }
        }
        while inPattern < pattern.count, pattern[inPattern] == "*" { inPattern += 1 }
        return inPattern == pattern.count
    }

    /// The position after the element of the pattern that matches a scalar, or `nil` where it does not.
    private static func step(_ scalar: Unicode.Scalar, _ pattern: [Unicode.Scalar], _ position: Int) -> Int? {
        guard position < pattern.count else { return nil }
        switch pattern[position] {
        case "?": return position + 1
        case "\\" where position + 1 < pattern.count:
            return pattern[position + 1] == scalar ? position + 2 : nil
        case "[":
            guard let set = CharacterSet(pattern, from: position) else { fallthrough }
            return set.contains(scalar) ? set.end : nil
        default: return pattern[position] == scalar ? position + 1 : nil
        }
    }

    /// A `[…]` of a pattern.
    private struct CharacterSet {
        var ranges: [ClosedRange<Unicode.Scalar>] = []
        var isNegated = false
        var end: Int

        /// The set that begins at a position; `nil` where it has no end, so that the `[` stands for itself.
        init?(_ pattern: [Unicode.Scalar], from start: Int) {
            var position = start + 1
            if position < pattern.count, pattern[position] == "!" || pattern[position] == "^" {
                isNegated = true
                position += 1
            }
            let first = position
            while position < pattern.count, pattern[position] != "]" || position == first {
                let low = pattern[position]
                if position + 2 < pattern.count, pattern[position + 1] == "-", pattern[position + 2] != "]" {
                    let high = pattern[position + 2]
                    if low <= high { ranges.append(low...high) }
                    position += 3
                } else {
                    ranges.append(low...low)
                    position += 1
                }
            }
            guard position < pattern.count else { return nil }
            end = position + 1
        }

        func contains(_ scalar: Unicode.Scalar) -> Bool { ranges.contains { $0.contains(scalar) } != isNegated }
    }
}

extension [UInt8] {
    fileprivate var scalars: [Unicode.Scalar] { [Unicode.Scalar](String(decoding: self, as: UTF8.self).unicodeScalars) }
}
