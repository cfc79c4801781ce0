import FlowDiagnostics
import FlowJSON

extension FieldReader {
    func map(depth: Int) -> MapState? {
        let label = string("Label")
        let itemReader = object("ItemReader").flatMap { $0.itemReader() }
        let itemsPath = path("ItemsPath", .path)
        let items = items()
        let selector = template("ItemSelector")
        let parameters = selector == nil ? payload("Parameters") : nil
        let batcher = object("ItemBatcher").map { $0.itemBatcher() }
        let maxConcurrency = dynamicInteger("MaxConcurrency")
        let percentage = dynamic("ToleratedFailurePercentage", "a number") { $0.doubleValue }
        let count = dynamicInteger("ToleratedFailureCount")
        let spelling: MapState.Spelling = fields["ItemProcessor"] == nil ? .deprecated : .current
        let processorField = spelling == .current ? "ItemProcessor" : "Iterator"
        if fields[processorField] == nil { missing("ItemProcessor", of: "The Map state") }
        let processor = object(processorField).flatMap { $0.itemProcessor(depth: depth) }
        let writer = object("ResultWriter").map { $0.resultWriter() }
        let retriers = retriers()
        let catchers = catchers()
        guard let transition = transition(), let processor else { return nil }
        if fields["ItemReader"] != nil, itemReader == nil { return nil }
        return MapState(
            itemProcessor: processor,
            itemProcessorSpelling: spelling,
            itemsPath: itemsPath,
            items: items,
            itemSelector: selector ?? parameters,
            itemSelectorSpelling: parameters == nil ? .current : .deprecated,
            maxConcurrency: maxConcurrency,
            itemReader: itemReader,
            itemBatcher: batcher,
            resultWriter: writer,
            toleratedFailurePercentage: percentage,
            toleratedFailureCount: count,
            label: label,
            retriers: retriers,
            catchers: catchers,
            transition: transition
        )
    }

    private func items() -> Template? {
        guard language == .jsonata, let json = fields["Items"] else { return nil }
        switch json {
        case .array, .object: return template("Items")
        case .string(let text) where ExpressionText(text) != nil: return template("Items")
        default:
            wrongType("Items", json, shouldBe: "an array or a JSONata expression")
            return nil
        }
    }

    private func itemProcessor(depth: Int) -> ItemProcessor? {
        checkSubMachine(.itemProcessor, of: "An item processor")
        let configuration = object("ProcessorConfig").map { reader in
            reader.check(.processorConfig, of: "\"ProcessorConfig\"")
            return ItemProcessor.Configuration(
                mode: reader.choice("Mode", ItemProcessor.Mode.self),
                executionType: reader.choice("ExecutionType", ItemProcessor.ExecutionType.self)
            )
        }
        let branch = branch(depth: depth + 1, configuration: configuration)
        return branch.map { ItemProcessor(configuration: configuration, branch: $0) }
    }

    private func itemReader() -> ItemReader? {
        check(.itemReader, of: "\"ItemReader\"")
        if fields["Resource"] == nil { missing("Resource", of: "\"ItemReader\"") }
        let arguments = template(language.argumentsField)
        let configuration = object("ReaderConfig").map { $0.readerConfiguration() }
        guard let resource = string("Resource") else { return nil }
        return ItemReader(
            resource: resource,
            arguments: arguments,
            configuration: configuration,
            queryLanguage: language
        )
    }

    private func readerConfiguration() -> ItemReader.Configuration {
        check(.readerConfig, of: "\"ReaderConfig\"")
        typealias Configuration = ItemReader.Configuration
        var configuration = Configuration()
        let code = Diagnostic.Code.readerConfiguration
        configuration.inputType = oneOf("InputType", Configuration.inputTypes, code: code)
        configuration.manifestType = oneOf("ManifestType", Configuration.manifestTypes, code: code)
        configuration.transformation = oneOf("Transformation", Configuration.transformations, code: code)
        configuration.csvHeaderLocation = oneOf("CSVHeaderLocation", Configuration.csvHeaderLocations, code: code)
        configuration.csvDelimiter = oneOf("CSVDelimiter", Configuration.csvDelimiters, code: code)
        configuration.csvHeaders = strings("CSVHeaders")
        configuration.itemsPointer = string("ItemsPointer")
        configuration.maxItems = dynamicInteger("MaxItems")
        return configuration
    }

    private func itemBatcher() -> ItemBatcher {
        check(.itemBatcher, of: "\"ItemBatcher\"")
        return ItemBatcher(
            maxItemsPerBatch: dynamicInteger("MaxItemsPerBatch"),
            maxInputBytesPerBatch: dynamicInteger("MaxInputBytesPerBatch"),
            batchInput: template("BatchInput")
        )
    }

    private func resultWriter() -> ResultWriter {
        check(.resultWriter, of: "\"ResultWriter\"")
        typealias Configuration = ResultWriter.Configuration
        let resource = string("Resource")
        let arguments = template(language.argumentsField)
        let configuration = object("WriterConfig").map { reader in
            reader.check(.writerConfig, of: "\"WriterConfig\"")
            return Configuration(
                outputType: reader.oneOf("OutputType", Configuration.outputTypes),
                transformation: reader.oneOf("Transformation", Configuration.transformations)
            )
        }
        return ResultWriter(
            resource: resource,
            arguments: arguments,
            configuration: configuration,
            queryLanguage: language
        )
    }
}
