import FlowDSL

struct CountLines: TaskInput {
    static let taskName = "visits-count-lines"
    @Value var file: FileLocation

    struct Output: Codable, Sendable {
        var lines: Int
    }
}

struct LineCounter: TaskHandler {
    func run(_ input: CountLines, _ context: TaskContext) async throws -> CountLines.Output {
        let lines = try await context.reduceLines(of: input.file, into: 0) { count, _ in count += 1 }
        guard lines > 0 else { throw TaskFailure(error: "Visits.EmptyFile", cause: "\(input.file.path) has no lines.") }
        return CountLines.Output(lines: lines)
    }
}
