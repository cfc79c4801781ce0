/// Runs a regular expression's instructions; what may have to be undone lies on a stack of its own.
struct RegexMatcher {
    /// How many steps may ever be taken to find one match.
    static let maximumSteps = 5_000_000

    /// Where to go on after a failure, or a value to put back on the way there.
    private struct Undo {
        var target: Int
        var value: Int
        /// A place to go on when negative, else a capture (even) or a loop mark (odd) to restore.
        var slot: Int
    }

    private let regex: Regex
    private let subject: RegexSubject
    private(set) var captures: [Int]
    private var loopMarks: [Int]
    private var undo: [Undo] = []
    private let limit: Int
    private(set) var steps = 0

    init(_ regex: Regex, _ subject: RegexSubject, limit: Int) {
        self.limit = min(limit, Self.maximumSteps)
        self.regex = regex
        self.subject = subject
        captures = Array(repeating: -1, count: 2 * (regex.groupCount + 1))
        loopMarks = Array(repeating: -1, count: regex.loopCount)
    }

    /// Whether a match begins at the byte offset; its bounds are in `captures` then.
    mutating func matches(at start: Int) throws(EvaluationError) -> Bool {
        steps += captures.count >> 3
        for index in captures.indices { captures[index] = -1 }
        undo.removeAll(keepingCapacity: true)
        return try run(0, start) != nil
    }

    /// The end of the match that begins with an instruction at an offset.
    private mutating func run(_ start: Int, _ offset: Int, mustEndAt end: Int? = nil) throws(EvaluationError) -> Int? {
        let base = undo.count
        var counter = start
        var position = offset
        while true {
            steps += 1
            guard steps < limit else { throw EvaluationError("D1012") }
            var isFailed = false
            switch regex.program[counter] {
            case .accept:
                guard let end, position != end else { return position }
                isFailed = true
            case .scalar(let wanted):
                let length = consume(position) { $0 == wanted }
                isFailed = length == 0
                position += length
                counter += 1
            case .any:
                let length = consume(position) { $0 != 0x0A && $0 != 0x0D && $0 != 0x2028 && $0 != 0x2029 }
                isFailed = length == 0
                position += length
                counter += 1
            case .oneOf(let index):
                // Beyond ASCII the ranges are looked at one after the other.
                if position < subject.bytes.count, subject.bytes[position] >= 0x80 {
                    steps += regex.classes[index].ranges.count >> 3
                }
                let length = consume(position) { regex.classes[index].contains($0) }
                isFailed = length == 0
                position += length
                counter += 1
            case .split(let first, let second):
                undo.append(Undo(target: second, value: position, slot: -1))
                counter = first
            case .jump(let target): counter = target
            case .save(let slot):
                setCapture(slot, position)
                counter += 1
            case .forget(let first, let end):
                steps += end - first
                for slot in 2 * first..<2 * end { setCapture(slot, -1) }
                counter += 1
            case .markLoop(let loop):
                undo.append(Undo(target: 0, value: loopMarks[loop], slot: 2 * loop + 1))
                loopMarks[loop] = position
                counter += 1
            case .checkLoop(let loop):
                isFailed = loopMarks[loop] == position
                counter += 1
            case .lineStart:
                isFailed = !(position == 0 || (regex.multiline && isLineEnd(position - 1)))
                counter += 1
            case .lineEnd:
                isFailed = !(position == subject.bytes.count || (regex.multiline && isLineEnd(position)))
                counter += 1
            case .wordBoundary:
                isFailed = isWord(position - 1) == isWord(position)
                counter += 1
            case .notWordBoundary:
                isFailed = isWord(position - 1) != isWord(position)
                counter += 1
            case .backreference(let group):
                let length = backreferenceLength(group, position)
                isFailed = length == nil
                position += length ?? 0
                counter += 1
            case .look(let ahead, let negative, let end):
                let isMatch = try look(counter + 1, position, ahead: ahead, negative: negative)
                isFailed = isMatch == negative
                counter = end
            }
            guard isFailed else { continue }
            guard let resumed = backtrack(to: base) else { return nil }
            counter = resumed.target
            position = resumed.value
        }
    }

    /// Puts values back until there is a place to go on.
    private mutating func backtrack(to base: Int) -> Undo? {
        while undo.count > base, let last = undo.popLast() {
            if last.slot < 0 { return last }
            if last.slot & 1 == 0 {
                captures[last.slot >> 1] = last.value
            } else {
                loopMarks[last.slot >> 1] = last.value
            }
        }
        return nil
    }

    private mutating func setCapture(_ slot: Int, _ value: Int) {
        undo.append(Undo(target: 0, value: captures[slot], slot: 2 * slot))
        captures[slot] = value
    }

    private mutating func look(
        _ start: Int,
        _ position: Int,
        ahead: Bool,
        negative: Bool
    ) throws(EvaluationError) -> Bool {
        steps += captures.count >> 2
        let before = captures
        let base = undo.count
        var isMatch = false
        if ahead {
            isMatch = try run(start, position) != nil
        } else {
            var from = position
            while !isMatch, from >= 0 {
                isMatch = try run(start, from, mustEndAt: position) != nil
                repeat { from -= 1 } while from > 0 && subject.bytes[from] & 0xC0 == 0x80
            }
        }
        undo.removeSubrange(base...)
        // What an assertion captured stays, and is undone with what stands before it.
        let after = captures
        captures = before
        if isMatch, !negative {
            for slot in after.indices where after[slot] != before[slot] { setCapture(slot, after[slot]) }
        }
        return isMatch
    }

    /// The length in bytes of the scalar at an offset when it fits, else 0.
    @inline(__always)
    private func consume(_ position: Int, _ fits: (UInt32) -> Bool) -> Int {
        guard position < subject.bytes.count else { return 0 }
        let byte = subject.bytes[position]
        if byte < 0x80 { return fits(UInt32(byte)) ? 1 : 0 }
        let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2
        guard position + length <= subject.bytes.count else { return 0 }
        var scalar = UInt32(byte) & (0x7F >> UInt32(length))
        for offset in 1..<length { scalar = scalar << 6 | UInt32(subject.bytes[position + offset] & 0x3F) }
        return fits(scalar) ? length : 0
    }

    private func isLineEnd(_ position: Int) -> Bool {
        guard position >= 0, position < subject.bytes.count else { return false }
        return subject.bytes[position] == 0x0A || subject.bytes[position] == 0x0D
    }

    private func isWord(_ position: Int) -> Bool {
        guard position >= 0, position < subject.bytes.count else { return false }
        return ScalarClass.word.contains(UInt32(subject.bytes[position])) && subject.bytes[position] < 0x80
    }

    private mutating func backreferenceLength(_ group: Int, _ position: Int) -> Int? {
        guard 2 * group + 1 < captures.count, captures[2 * group] >= 0, captures[2 * group + 1] >= 0 else { return 0 }
        let captured = subject.bytes[captures[2 * group]..<captures[2 * group + 1]]
        guard position + captured.count <= subject.bytes.count else { return nil }
        steps += regex.ignoreCase ? captured.count : captured.count >> 4
        let here = subject.bytes[position..<position + captured.count]
        if here.elementsEqual(captured) { return captured.count }
        guard regex.ignoreCase else { return nil }
        let left = String(decoding: here, as: UTF8.self).lowercased()
        return left == String(decoding: captured, as: UTF8.self).lowercased() ? captured.count : nil
    }
}
