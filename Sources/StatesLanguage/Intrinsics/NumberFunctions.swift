import FlowJSON
import JSONata

extension IntrinsicFunction {
    private static let range: ClosedRange<Int64> = -2_147_483_648...2_147_483_647

    func mathAdd(_ given: IntrinsicArguments) throws(TaskFailure) -> JSON {
        let sum = try small(given, 0) + small(given, 1)
        guard Self.range.contains(sum) else { throw .intrinsic("The sum \(sum) is outside 32 bits.") }
        return .integer(sum)
    }

    func mathRandom(
        _ given: IntrinsicArguments,
        using generator: inout some RandomNumberGenerator
    ) throws(TaskFailure) -> JSON {
        let (start, end) = (try small(given, 0), try small(given, 1))
        guard start < end else { throw .intrinsic("The start \(start) should be below the end \(end).") }
        guard given.values.count == 3 else { return .integer(Int64.random(in: start..<end, using: &generator)) }
        // Which numbers AWS makes of a seed is not known; the same seed gives the same number, as there.
        var seeded = SeededGenerator(seed: UInt64(bitPattern: try given.integer(2)))
        return .integer(Int64.random(in: start..<end, using: &seeded))
    }

    private func small(_ given: IntrinsicArguments, _ index: Int) throws(TaskFailure) -> Int64 {
        let number = try given.integer(index)
        guard Self.range.contains(number) else { throw .intrinsic("The number \(number) is outside 32 bits.") }
        return number
    }
}
