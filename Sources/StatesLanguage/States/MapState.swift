import FlowJSON

/// A state that runs the same states for each item; its result is the list of their outputs.
package struct MapState: Hashable, Sendable {
    /// Which of the two names for the same thing a definition uses.
    package enum Spelling: Hashable, Sendable {
        /// `ItemProcessor`, `ItemSelector`.
        case current
        /// `Iterator`, `Parameters`.
        case deprecated
    }

    /// The states that run for each item.
    package var itemProcessor: ItemProcessor
    /// Whether the processor is written `ItemProcessor` or `Iterator`.
    package var itemProcessorSpelling: Spelling
    /// Where the items are, in JSONPath; `$` where absent.
    package var itemsPath: String?
    /// The items, in JSONata; the state's input where absent.
    package var items: Template?
    /// What each iteration is given; the item where absent.
    package var itemSelector: Template?
    /// Whether the selector is written `ItemSelector` or `Parameters`.
    package var itemSelectorSpelling: Spelling
    /// How many iterations run at the same time; 0 or absent: as many as there may be.
    package var maxConcurrency: Dynamic<Int64>?
    /// Items read from elsewhere; distributed only.
    package var itemReader: ItemReader?
    /// Items put together; distributed only.
    package var itemBatcher: ItemBatcher?
    /// Results written elsewhere; distributed only.
    package var resultWriter: ResultWriter?
    /// The share of items, 0 to 100, that may fail.
    package var toleratedFailurePercentage: Dynamic<Double>?
    /// The number of items that may fail.
    package var toleratedFailureCount: Dynamic<Int64>?
    /// The name of the map run; distributed only.
    package var label: String?
    /// How a failed run of all iterations is repeated.
    package var retriers: [Retrier]?
    /// Where failures go.
    package var catchers: [Catcher]?
    /// Where it goes when it is done.
    package var transition: Transition

    /// A Map state of the given parts.
    package init(
        itemProcessor: ItemProcessor,
        itemProcessorSpelling: Spelling = .current,
        itemsPath: String? = nil,
        items: Template? = nil,
        itemSelector: Template? = nil,
        itemSelectorSpelling: Spelling = .current,
        maxConcurrency: Dynamic<Int64>? = nil,
        itemReader: ItemReader? = nil,
        itemBatcher: ItemBatcher? = nil,
        resultWriter: ResultWriter? = nil,
        toleratedFailurePercentage: Dynamic<Double>? = nil,
        toleratedFailureCount: Dynamic<Int64>? = nil,
        label: String? = nil,
        retriers: [Retrier]? = nil,
        catchers: [Catcher]? = nil,
        transition: Transition
    ) {
        self.itemProcessor = itemProcessor
        self.itemProcessorSpelling = itemProcessorSpelling
        self.itemsPath = itemsPath
        self.items = items
        self.itemSelector = itemSelector
        self.itemSelectorSpelling = itemSelectorSpelling
        self.maxConcurrency = maxConcurrency
        self.itemReader = itemReader
        self.itemBatcher = itemBatcher
        self.resultWriter = resultWriter
        self.toleratedFailurePercentage = toleratedFailurePercentage
        self.toleratedFailureCount = toleratedFailureCount
        self.label = label
        self.retriers = retriers
        self.catchers = catchers
        self.transition = transition
    }

    func write(into object: inout JSONObject) {
        object["Label"] = label.map(JSON.string)
        object["ItemReader"] = itemReader?.json
        object["ItemsPath"] = itemsPath.map(JSON.string)
        object["Items"] = items?.json
        object[itemSelectorSpelling == .current ? "ItemSelector" : "Parameters"] = itemSelector?.json
        object["ItemBatcher"] = itemBatcher?.json
        maxConcurrency?.write("MaxConcurrency", into: &object, JSON.integer)
        toleratedFailurePercentage?.write("ToleratedFailurePercentage", into: &object, JSON.number)
        toleratedFailureCount?.write("ToleratedFailureCount", into: &object, JSON.integer)
        object[itemProcessorSpelling == .current ? "ItemProcessor" : "Iterator"] = itemProcessor.json
        object["ResultWriter"] = resultWriter?.json
    }
}
