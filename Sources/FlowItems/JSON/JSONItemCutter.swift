import FlowJSON
import FlowTasks
import StatesLanguage

/// Cuts the elements of an array, or the members of an object, out of a JSON text that is never held as a whole.
///
/// A pointer leads to the array or object; what lies beside its way is skipped. Without a pointer the text must be an
/// array, as AWS was recorded to want it.
struct JSONItemCutter: ItemCutter {
    private enum Phase {
        /// A value on the pointer's way.
        case value
        /// An object on the way, before a member; an array on the way, before the element of a position.
        case member(isFirst: Bool)
        case element(position: Int)
        /// A value beside the way, and what comes after it.
        case skip(ValueSkipper, nextPosition: Int?)
        case items(isFirst: Bool)
        case namedItems(isFirst: Bool)
        /// Behind the array that is the whole text.
        case end
    }
    private let steps: [String]
    private let isWholeText: Bool
    private let limits: ItemLimits
    private var phase = Phase.value
    /// How many steps of the pointer are taken.
    private var level = 0
    /// How many bytes were cut already.
    private var offset: Int64 = 0
    private var isAtStart = true

    init(pointer: String?, _ limits: ItemLimits) throws {
        let pointer = pointer ?? ""
        guard pointer.isEmpty || pointer.hasPrefix("/") else {
            throw TaskFailure.itemReader("The ItemsPointer \"\(pointer)\" is no JSON pointer; it begins with \"/\".")
        }
        steps = JSONPointer.steps(of: pointer)
        isWholeText = steps.isEmpty
        self.limits = limits
    }

    mutating func cut(
        _ bytes: UnsafeRawBufferPointer,
        isLast: Bool,
        _ consume: (MapItem) throws -> Void
    ) throws -> Int {
        var piece = JSONPiece(bytes, isLast: isLast, before: offset)
        if isAtStart {
            guard isLast || bytes.count >= 3 else { return 0 }
            if bytes.starts(with: ByteOrderMark.utf8) { piece.place = 3 }
            isAtStart = false
        }
        while try advance(&piece, consume) {}
        offset += Int64(piece.place)
        return piece.place
    }

    /// Goes on by one value; `false` where more bytes are needed, or the text has ended.
    @inline(__always)
    private mutating func advance(_ piece: inout JSONPiece, _ consume: (MapItem) throws -> Void) throws -> Bool {
        switch phase {
        case .items(let isFirst): return try item(&piece, isFirst, consume)
        case .namedItems(let isFirst): return try namedItem(&piece, isFirst, consume)
        default: return try seek(&piece)
        }
    }

    // MARK: Items

    @inline(__always)
    private mutating func item(
        _ piece: inout JSONPiece,
        _ isFirst: Bool,
        _ consume: (MapItem) throws -> Void
    ) throws -> Bool {
        let start = piece.place
        switch try piece.separator(isFirst: isFirst, closing: UInt8(ascii: "]")) {
        case .closed: return try endOfItems()
        case .missing: return piece.giveBack(to: start)
        case .found: break
        }
        guard let value = try piece.value(limits) else { return piece.giveBack(to: start) }
        if isFirst { phase = .items(isFirst: false) }
        try consume(MapItem(value: value))
        return true
    }

    private mutating func namedItem(
        _ piece: inout JSONPiece,
        _ isFirst: Bool,
        _ consume: (MapItem) throws -> Void
    ) throws -> Bool {
        let start = piece.place
        switch try piece.separator(isFirst: isFirst, closing: UInt8(ascii: "}")) {
        case .closed: return try endOfItems()
        case .missing: return piece.giveBack(to: start)
        case .found: break
        }
        guard let key = try piece.key(limits), let value = try piece.value(limits) else {
            return piece.giveBack(to: start)
        }
        if isFirst { phase = .namedItems(isFirst: false) }
        try consume(MapItem(value: value, key: key))
        return true
    }

    private mutating func endOfItems() throws -> Bool {
        // Behind an array inside a text nothing is of interest; behind one that is the text nothing may stand.
        guard isWholeText else { throw EndOfItems() }
        phase = .end
        return true
    }

    // MARK: The way to the items

    private mutating func seek(_ piece: inout JSONPiece) throws -> Bool {
        let start = piece.place
        switch phase {
        case .value:
            guard let first = piece.nextByte() else {
                if piece.isLast { throw piece.malformed("It ends before the items.") }
                return false
            }
            return try enter(first, &piece)
        case .member(let isFirst):
            switch try piece.separator(isFirst: isFirst, closing: UInt8(ascii: "}")) {
            case .closed: throw TaskFailure.notIterable
            case .missing: return piece.giveBack(to: start)
            case .found: break
            }
            guard let key = try piece.key(limits) else { return piece.giveBack(to: start) }
            if key.utf8.elementsEqual(steps[level].utf8) { take() } else { skip(nextPosition: nil) }
        case .element(let position):
            switch try piece.separator(isFirst: position == 0, closing: UInt8(ascii: "]")) {
            case .closed: throw TaskFailure.notIterable
            case .missing: return piece.giveBack(to: start)
            case .found: break
            }
            if String(position) == steps[level] { take() } else { skip(nextPosition: position + 1) }
        case .skip(var skipper, let nextPosition):
            guard let end = skipper.end(in: piece.bytes, from: piece.place) else {
                piece.place = piece.bytes.count
                phase = .skip(skipper, nextPosition: nextPosition)
                if piece.isLast { throw piece.malformed("It ends within a value.") }
                return false
            }
            piece.place = end
            phase = nextPosition.map { .element(position: $0) } ?? .member(isFirst: false)
        case .end:
            if piece.nextByte() != nil { throw piece.malformed("After the array stands more text.") }
            return false
        case .items, .namedItems: return true
        }
        return true
    }

    /// Goes into a value on the way by its first byte; `false` where more of it is needed.
    private mutating func enter(_ first: UInt8, _ piece: inout JSONPiece) throws -> Bool {
        let isThere = level == steps.count
        switch first {
        case UInt8(ascii: "["):
            if !isThere, steps[level].isEmpty || !steps[level].utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
                throw TaskFailure.notIterable
            }
            phase = isThere ? .items(isFirst: true) : .element(position: 0)
        case UInt8(ascii: "{"):
            if isThere, isWholeText { throw TaskFailure.notIterable }
            phase = isThere ? .namedItems(isFirst: true) : .member(isFirst: true)
        default:
            // A word or a number is no list; anything else is no JSON.
            guard try piece.value(limits) != nil else { return false }
            throw TaskFailure.notIterable
        }
        piece.place += 1
        return true
    }

    private mutating func take() {
        level += 1
        phase = .value
    }

    private mutating func skip(nextPosition: Int?) { phase = .skip(ValueSkipper(), nextPosition: nextPosition) }
}
