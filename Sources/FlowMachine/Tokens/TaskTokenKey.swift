import FlowDiagnostics
import FlowJSON

/// What the secrets of an execution's task tokens follow from, so that the core stays without randomness.
///
/// A secret is the SipHash-2-4 of the task's number under the key: who holds tokens, or has seen what random functions
/// gave, cannot tell another token.
package struct TaskTokenKey: Hashable, Sendable {
    private let first: UInt64
    private let second: UInt64

    /// A key of 128 bits, which must be random and nobody's to see.
    package init(_ first: UInt64, _ second: UInt64) {
        self.first = first
        self.second = second
    }

    /// The 128 bits that only the token of this task holds.
    func secret(of task: TaskID) -> [UInt64] {
        let number = UInt64(truncatingIfNeeded: task.rawValue) << 1
        return [hash(number), hash(number | 1)]
    }

    /// The SipHash-2-4 of eight bytes.
    func hash(_ block: UInt64) -> UInt64 {
        var state = SipState(first, second)
        state.take(block)
        // The last block has the length in its top byte.
        state.take(8 << 56)
        return state.finish()
    }
}

extension TaskTokenKey {
    var snapshot: JSON { [.integer(Int64(bitPattern: first)), .integer(Int64(bitPattern: second))] }

    init(_ reader: SnapshotReader) throws(Diagnostic) {
        let parts = try reader.elements(count: 2)
        self.init(
            UInt64(bitPattern: try parts[0].integer()),
            UInt64(bitPattern: try parts[1].integer())
        )
    }
}

/// The four words of SipHash (Aumasson and Bernstein, 2012).
private struct SipState {
    private var a: UInt64
    private var b: UInt64
    private var c: UInt64
    private var d: UInt64

    init(_ first: UInt64, _ second: UInt64) {
        a = first ^ 0x736f_6d65_7073_6575
        b = second ^ 0x646f_7261_6e64_6f6d
        c = first ^ 0x6c79_6765_6e65_7261
        d = second ^ 0x7465_6462_7974_6573
    }

    mutating func take(_ block: UInt64) {
        d ^= block
        for _ in 0..<2 { round() }
        a ^= block
    }

    mutating func finish() -> UInt64 {
        c ^= 0xff
        for _ in 0..<4 { round() }
        return a ^ b ^ c ^ d
    }

    private mutating func round() {
        a &+= b
        b = b << 13 | b >> 51
        b ^= a
        a = a << 32 | a >> 32
        c &+= d
        d = d << 16 | d >> 48
        d ^= c
        a &+= d
        d = d << 21 | d >> 43
        d ^= a
        c &+= b
        b = b << 17 | b >> 47
        b ^= c
        c = c << 32 | c >> 32
    }
}
