import FlowTasks
import StatesLanguage

/// What a file of items holds.
enum ItemFormat: Hashable, Sendable {
    case csv(CSVDialect)
    case json(pointer: String?)
    case jsonLines
    case parquet

    /// The format of a `ReaderConfig`; `nil` where it names none, or a manifest.
    init?(_ configuration: ItemReader.Configuration) throws {
        switch configuration.inputType {
        case "CSV":
            self = .csv(try CSVDialect(configuration))
            // Duplicates among given headers show before the file is opened.
            _ = try stage(ItemLimits()) { _ in }
        case "JSON": self = .json(pointer: configuration.itemsPointer)
        case "JSONL": self = .jsonLines
        case "PARQUET": self = .parquet
        case nil, "MANIFEST": return nil
        case let other?:
            throw TaskFailure.itemReader(
                "The InputType \"\(other)\" is not known; it is CSV, JSON, JSONL, PARQUET or MANIFEST."
            )
        }
    }

    /// What makes items out of a file's bytes.
    func stage(_ limits: ItemLimits, _ consume: @escaping (MapItem) throws -> Void) throws -> any ByteStage {
        switch self {
        case .csv(let dialect): ItemStream(try CSVCutter(dialect, limits), limits, consume)
        case .json(let pointer): ItemStream(try JSONItemCutter(pointer: pointer, limits), limits, consume)
        // The Parquet reader's program writes a line for each row.
        case .jsonLines, .parquet: ItemStream(JSONLinesCutter(limits), limits, consume)
        }
    }
}
