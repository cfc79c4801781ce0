import FlowJSON

extension IntrinsicFunction {
    private static let rangeLimit: Int64 = 1000

    func arrayPartition(_ given: IntrinsicArguments) throws(TaskFailure) -> JSON {
        let array = try given.array(0)
        let size = try given.integer(1)
        guard size > 0 else { throw .intrinsic("The size of a chunk should be over 0 but is \(size).") }
        let step = Int(min(size, Int64(max(array.count, 1))))
        return .array(
            stride(from: 0, to: array.count, by: step).map { start in
                .array(Array(array[start..<min(start + step, array.count)]))
            }
        )
    }

    func arrayRange(_ given: IntrinsicArguments) throws(TaskFailure) -> JSON {
        let (first, last, step) = (try given.integer(0), try given.integer(1), try given.integer(2))
        guard step != 0 else { throw .intrinsic("The step of a range should not be 0.") }
        var elements: [JSON] = []
        var value = first
        while step > 0 ? value <= last : value >= last {
            guard elements.count < Self.rangeLimit else {
                throw .intrinsic("The range has more than \(Self.rangeLimit) elements.")
            }
            elements.append(.integer(value))
            let (next, overflow) = value.addingReportingOverflow(step)
            if overflow { break }
            value = next
        }
        return .array(elements)
    }

    func arrayGetItem(_ given: IntrinsicArguments) throws(TaskFailure) -> JSON {
        let array = try given.array(0)
        let index = try given.integer(1)
        guard 0..<Int64(array.count) ~= index else {
            throw .intrinsic("The index \(index) is outside an array of \(array.count) elements.")
        }
        return array[Int(index)]
    }

    func arrayUnique(_ given: IntrinsicArguments) throws(TaskFailure) -> JSON {
        var seen: Set<JSON> = []
        return .array(try given.array(0).filter { seen.insert($0).inserted })
    }
}
