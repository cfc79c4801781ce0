import FlowJSON
import FlowMachine
import StatesLanguage

/// Gives the inputs of a map run's children one after another, as they are wanted.
enum ItemFeed {
    /// Items in the state's own data.
    case stateData(StateItems)
    /// Items that a thread reads, selects and puts together.
    case pipe(ThreadPipe<ItemBatch.Input>)

    /// Lets the thread give up, where there is one.
    func abandon() {
        if case .pipe(let pipe) = self { pipe.abandon() }
    }

    /// The next child's input, if there is one by now.
    mutating func take() -> ThreadPipe<ItemBatch.Input>.Taken {
        switch self {
        case .pipe(let pipe): return pipe.take()
        case .stateData(var items):
            do throws(TaskFailure) {
                let input = try items.next()
                self = .stateData(items)
                return input.map { .element($0) } ?? .end
            } catch {
                return .failure(error)
            }
        }
    }
}

/// The inputs of children whose items are an array or the members of an object.
struct StateItems {
    private let values: [JSON]
    /// The members' names, where the items are those of an object.
    private let keys: [String]?
    private var position = 0
    private var maker: InputMaker

    init(_ items: JSON, _ maker: InputMaker) {
        values = items.arrayValue ?? items.objectValue?.values ?? []
        keys = items.objectValue?.keys
        self.maker = maker
    }

    var count: Int { values.count }

    mutating func next() throws(TaskFailure) -> ItemBatch.Input? {
        while position < values.count {
            let index = position
            position += 1
            if let input = try maker.add(values[index], key: keys?[index]) { return input }
        }
        return try maker.finish()
    }
}

/// Makes items into inputs of children: `ItemSelector`, then `ItemBatcher`, then the limit.
struct InputMaker: Sendable {
    private let order: MapRunOrder
    private let selection: ItemSelection
    private let limit: Int
    private var batch: ItemBatch
    private var index = 0

    init(_ order: MapRunOrder, in program: Program, payloadBytes: Int?) {
        self.order = order
        selection = ItemSelection(of: order, in: program)
        limit = payloadBytes ?? .max
        batch = ItemBatch(order.batches, payloadBytes: payloadBytes)
    }

    /// Adds an item; gives the input that is complete now.
    mutating func add(_ item: JSON, key: String?) throws(TaskFailure) -> ItemBatch.Input? {
        let selected = try selection.input(for: item, key: key, at: index)
        index += 1
        return try checked(batch.add(selected))
    }

    /// The last input, where items are left.
    mutating func finish() throws(TaskFailure) -> ItemBatch.Input? { try checked(batch.finish()) }

    private func checked(_ input: ItemBatch.Input?) throws(TaskFailure) -> ItemBatch.Input? {
        if let input, input.bytes > limit { throw order.inputIsTooLarge }
        return input
    }
}
