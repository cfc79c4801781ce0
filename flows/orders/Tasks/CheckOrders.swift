import FlowDSL

/// Reads a file of orders and counts the lines that the warehouse could not take.
struct CheckOrders: TaskInput {
    static let taskName = "orders-check"

    @Value var file: FileLocation

    struct Output: Codable, Sendable {
        var lines: Int
        var badLines: Int
        var firstProblem: String
    }
}

/// Does ``CheckOrders`` as a stream, line by line.
struct OrderChecker: TaskHandler {
    func run(_ input: CheckOrders, _ context: TaskContext) async throws -> CheckOrders.Output {
        let nothing = CheckOrders.Output(lines: 0, badLines: 0, firstProblem: "")
        return try await context.reduceLines(of: input.file, into: nothing) { output, line in
            output.lines += 1
            guard output.lines > 1, let problem = problem(of: line) else { return }
            output.badLines += 1
            if output.firstProblem.isEmpty { output.firstProblem = "line \(output.lines): \(problem)" }
        }
    }

    /// What is wrong with a line `order_id,order_day,region,customer,amount`, or `nil`.
    private func problem(of line: String) -> String? {
        let fields = line.split(separator: ",", omittingEmptySubsequences: false)
        guard fields.count == 5 else { return "\(fields.count) fields instead of 5" }
        guard let amount = Double(fields[4]), amount >= 0 else { return "the amount \"\(fields[4])\" is no number" }
        return nil
    }
}
