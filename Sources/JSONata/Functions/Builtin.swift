import FlowJSON

/// The built-in functions.
enum Builtin: UInt8, CaseIterable {
    // Aggregation
    case sum, count, max, min, average
    // Strings
    case string, substring, substringBefore, substringAfter, lowercase, uppercase, length, trim, pad
    case match, contains, replace, split, join
    case base64encode, base64decode, encodeUrlComponent, encodeUrl, decodeUrlComponent, decodeUrl
    // Numbers
    case formatNumber, formatBase, formatInteger, parseInteger
    case number, floor, ceil, round, abs, sqrt, power, random
    // Booleans
    case boolean, not, exists
    // Higher order
    case map, filter, single, reduce, sift, each, sort
    // Arrays
    case zip, append, reverse, shuffle, distinct
    // Objects
    case keys, lookup, spread, merge, error, assert, type, clone
    // Evaluation and time
    case eval, toMillis, fromMillis, now, millis
    // Step Functions
    case partition, range, hash, uuid, parse

    /// The function of a name, where the dialect has it.
    static func named(_ name: String, _ dialect: Dialect) -> Builtin? {
        byName[JSONKey(name)].flatMap { $0.isKnown(to: dialect) ? $0 : nil }
    }

    /// The function of a name whose hash is known, where the dialect has it.
    static func named(_ name: SourceText, hash: UInt64, _ dialect: Dialect) -> Builtin? {
        guard name.count <= longestName else { return nil }
        return byName[JSONKey(name.string, hash: hash)].flatMap { $0.isKnown(to: dialect) ? $0 : nil }
    }

    private func isKnown(to dialect: Dialect) -> Bool {
        switch self {
        case .partition, .range, .hash, .uuid, .parse: dialect == .stepFunctions
        case .eval: dialect != .stepFunctions
        default: true
        }
    }

    /// The name without its `$`.
    var name: String { Self.names[Int(rawValue)] }

    /// What the function takes.
    var signature: Signature { Self.signatures[Int(rawValue)] }

    /// How many arguments it declares, which decides how many a higher-order function passes.
    var arity: Int {
        switch self {
        case .random, .zip, .millis, .uuid: 0
        case .substring, .pad, .match, .split, .formatNumber, .reduce, .fromMillis, .range: 3
        case .replace: 4
        case .substringBefore, .substringAfter, .contains, .join, .formatBase, .formatInteger, .parseInteger, .round,
            .power, .map, .filter, .single, .sift, .each, .sort, .append, .lookup, .assert, .eval, .toMillis, .now,
            .partition, .hash:
            2
        default: 1
        }
    }

    private static let names = allCases.map { "\($0)" }
    private static let byName = Dictionary(uniqueKeysWithValues: allCases.map { (JSONKey("\($0)"), $0) })
    private static let longestName = names.map(\.utf8.count).max() ?? 0
    private static let signatures = allCases.map { Signature.known($0.signatureText) }

    private var signatureText: String {
        switch self {
        case .sum, .max, .min, .average: "<a<n>:n>"
        case .count: "<a:n>"
        case .string: "<x-b?:s>"
        case .substring: "<s-nn?:s>"
        case .substringBefore, .substringAfter: "<s-s:s>"
        case .lowercase, .uppercase, .trim, .base64encode, .base64decode, .encodeUrlComponent, .encodeUrl,
            .decodeUrlComponent, .decodeUrl:
            "<s-:s>"
        case .length: "<s-:n>"
        case .pad: "<s-ns?:s>"
        case .match: "<s-f<s:o>n?:a<o>>"
        case .contains: "<s-(sf):b>"
        case .replace: "<s-(sf)(sf)n?:s>"
        case .split: "<s-(sf)n?:a<s>>"
        case .join: "<a<s>s?:s>"
        case .formatNumber: "<n-so?:s>"
        case .formatBase: "<n-n?:s>"
        case .formatInteger: "<n-s:s>"
        case .parseInteger: "<s-s:n>"
        case .number: "<(nsb)-:n>"
        case .floor, .ceil, .abs, .sqrt: "<n-:n>"
        case .round: "<n-n?:n>"
        case .power: "<n-n:n>"
        case .random: "<n?:n>"
        case .boolean, .not: "<x-:b>"
        case .exists: "<x:b>"
        case .map, .filter: "<af>"
        case .single: "<af?>"
        case .reduce: "<afj?:j>"
        case .sift: "<o-f?:o>"
        case .each: "<o-f:a>"
        case .sort: "<af?:a>"
        case .zip: "<a+>"
        case .append: "<xx:a>"
        case .reverse, .shuffle: "<a:a>"
        case .distinct: "<x:x>"
        case .keys: "<x-:a<s>>"
        case .lookup: "<x-s:x>"
        case .spread: "<x-:a<o>>"
        case .merge: "<a<o>:o>"
        case .error: "<s?:x>"
        case .assert: "<bs?:x>"
        case .type: "<x:s>"
        case .clone: "<(oa)-:o>"
        case .eval: "<sx?:x>"
        case .toMillis: "<s-s?:n>"
        case .fromMillis: "<n-s?s?:s>"
        case .now: "<s?s?:s>"
        case .millis: "<:n>"
        case .partition: "<an:a>"
        case .range: "<nnn:a>"
        case .hash: "<s-s:s>"
        case .uuid: "<:s>"
        case .parse: "<s-:x>"
        }
    }
}
