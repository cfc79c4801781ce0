/// What values may take, by Step Functions' account: 12 bytes an item, a little more for the list, and a byte a letter.
extension Evaluator {
    /// How often the limit of one value all values together may be made.
    private static let turnover = 64

    /// Accounts for a sort of so many items that compares so many bytes of them.
    func chargeSort(_ count: Int, bytes: Int = 0) throws(EvaluationError) {
        let rounds = Int.bitWidth - count.leadingZeroBitCount
        try chargeSteps((count * 5 / 8 + bytes >> 6) * rounds)
    }

    /// Accounts for a list that is about to be made.
    @inline(__always)
    func chargeItems(_ count: Int) throws(EvaluationError) {
        let most = (limits.memoryInBytes - 370) / 12
        createdItems += count
        if count > most || createdItems / Self.turnover > most { throw EvaluationError("D1013") }
    }

    /// Refuses a list that has grown beyond the limit.
    @inline(__always)
    func refuseItems(_ count: Int) throws(EvaluationError) {
        if count > limits.memoryInBytes / 12 { throw EvaluationError("D1013") }
    }

    /// Refuses a text that is longer than the limit.
    @inline(__always)
    func chargeText(_ bytes: Int) throws(EvaluationError) {
        if bytes > limits.memoryInBytes { throw EvaluationError("D1013") }
    }
}
