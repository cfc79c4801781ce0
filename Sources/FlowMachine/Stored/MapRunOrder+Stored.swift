package import FlowDiagnostics
package import FlowJSON
import StatesLanguage

extension MapRunOrder {
    /// All of the order as JSON, for a store.
    package var stored: JSON {
        var object = JSONObject()
        object["id"] = .integer(Int64(id.rawValue))
        object["arn"] = .string(arn)
        object["stateName"] = .string(stateName)
        object["state"] = .integer(Int64(state.rawValue))
        object["enteredEventID"] = .integer(Int64(enteredEventID))
        object["childMachine"] = [.string(childMachine.name), .string(childMachine.id)]
        object["isExpress"] = .bool(isExpress)
        switch source {
        case .stateData(let items): object["items"] = items
        case .reader(let reader): object["reader"] = reader.stored
        }
        object["maxConcurrency"] = .integer(maxConcurrency)
        object["toleratedFailureCount"] = toleratedFailureCount.map(JSON.integer)
        object["toleratedFailurePercentage"] = toleratedFailurePercentage.map(JSON.double)
        object["batches"] = batches?.stored
        object["writer"] = writer?.stored
        object["seed"] = .integer(Int64(bitPattern: seed))
        object["enteredAt"] = .integer(enteredAt.milliseconds)
        object["input"] = input
        object["context"] = context
        object["variables"] = .array(variables.map { value in value.map { JSON.array([$0]) } ?? .null })
        return .object(object)
    }

    /// An order that was written so.
    ///
    /// - Throws: where the value is no such order, or one of another version.
    package init(stored value: JSON) throws(Diagnostic) {
        let reader = SnapshotReader(value: value, place: "mapRun")
        let machine = try reader["childMachine"].elements(count: 2)
        var variables: [JSON?] = []
        for element in try reader["variables"].elements() {
            variables.append(try element.unlessNull?.elements(count: 1)[0].present())
        }
        let source: Source =
            if let items = reader["items"].value { .stateData(items) } else {
                .reader(try reader["reader"].itemReaderOrder())
            }
        self.init(
            id: MapRunID(rawValue: try reader["id"].position()),
            arn: try reader["arn"].text(),
            stateName: try reader["stateName"].text(),
            state: StateIndex(try reader["state"].position()),
            enteredEventID: try reader["enteredEventID"].position(),
            childMachine: (name: try machine[0].text(), id: try machine[1].text()),
            isExpress: try reader["isExpress"].bool(),
            source: source,
            maxConcurrency: try reader["maxConcurrency"].integer(),
            toleratedFailureCount: try reader["toleratedFailureCount"].optionalInteger(),
            toleratedFailurePercentage: reader["toleratedFailurePercentage"].value?.doubleValue,
            batches: try reader["batches"].optional?.batchTerms(),
            writer: try reader["writer"].optional?.resultWriterOrder(),
            seed: UInt64(bitPattern: try reader["seed"].integer()),
            enteredAt: try reader["enteredAt"].timestamp(),
            input: try reader["input"].present(),
            context: try reader["context"].present(),
            variables: variables
        )
    }
}

extension BatchTerms {
    fileprivate var stored: JSON {
        var object = JSONObject()
        object["maxItems"] = maxItems.map(JSON.integer)
        object["maxBytes"] = maxBytes.map(JSON.integer)
        object["batchInput"] = batchInput
        return .object(object)
    }
}

extension ItemReaderOrder {
    fileprivate var stored: JSON {
        var object = JSONObject()
        object["resource"] = .string(resource)
        object["arguments"] = arguments
        object["inputType"] = configuration.inputType.map(JSON.string)
        object["manifestType"] = configuration.manifestType.map(JSON.string)
        object["transformation"] = configuration.transformation.map(JSON.string)
        object["csvHeaderLocation"] = configuration.csvHeaderLocation.map(JSON.string)
        object["csvHeaders"] = configuration.csvHeaders.map { .array($0.map(JSON.string)) }
        object["csvDelimiter"] = configuration.csvDelimiter.map(JSON.string)
        object["itemsPointer"] = configuration.itemsPointer.map(JSON.string)
        switch configuration.maxItems {
        case nil: break
        case .literal(let number)?: object["maxItemsField"] = .integer(number)
        case .path(let path)?: object["maxItemsField"] = ["path", .string(path)]
        case .expression(let expression)?: object["maxItemsField"] = ["expression", .string(expression.text)]
        }
        object["maxItems"] = maxItems.map(JSON.integer)
        return .object(object)
    }
}

extension ResultWriterOrder {
    fileprivate var stored: JSON {
        var object = JSONObject()
        object["resource"] = resource.map(JSON.string)
        object["arguments"] = arguments
        object["outputType"] = configuration.outputType.map(JSON.string)
        object["transformation"] = configuration.transformation.map(JSON.string)
        return .object(object)
    }
}

extension SnapshotReader {
    fileprivate func batchTerms() throws(Diagnostic) -> BatchTerms {
        BatchTerms(
            maxItems: try self["maxItems"].optionalInteger(),
            maxBytes: try self["maxBytes"].optionalInteger(),
            batchInput: self["batchInput"].value
        )
    }

    fileprivate func itemReaderOrder() throws(Diagnostic) -> ItemReaderOrder {
        var configuration = ItemReader.Configuration()
        configuration.inputType = try self["inputType"].optionalText()
        configuration.manifestType = try self["manifestType"].optionalText()
        configuration.transformation = try self["transformation"].optionalText()
        configuration.csvHeaderLocation = try self["csvHeaderLocation"].optionalText()
        configuration.csvHeaders = try self["csvHeaders"].optional?.texts()
        configuration.csvDelimiter = try self["csvDelimiter"].optionalText()
        configuration.itemsPointer = try self["itemsPointer"].optionalText()
        configuration.maxItems = try self["maxItemsField"].optional?.dynamicInteger()
        return ItemReaderOrder(
            resource: try self["resource"].text(),
            arguments: try self["arguments"].present(),
            configuration: configuration,
            maxItems: try self["maxItems"].optionalInteger()
        )
    }

    fileprivate func resultWriterOrder() throws(Diagnostic) -> ResultWriterOrder {
        ResultWriterOrder(
            resource: try self["resource"].optionalText(),
            arguments: try self["arguments"].present(),
            configuration: ResultWriter.Configuration(
                outputType: try self["outputType"].optionalText(),
                transformation: try self["transformation"].optionalText()
            )
        )
    }

    private func texts() throws(Diagnostic) -> [String] {
        var texts: [String] = []
        for element in try elements() { texts.append(try element.text()) }
        return texts
    }

    private func dynamicInteger() throws(Diagnostic) -> Dynamic<Int64> {
        if case .integer(let number)? = value { return .literal(number) }
        let (word, rest) = try tagged()
        switch (word, rest.count) {
        case ("path", 1): return .path(try rest[0].text())
        case ("expression", 1):
            guard let expression = ExpressionText(try rest[0].text()) else { throw mismatch("an expression") }
            return .expression(expression)
        default: throw mismatch("a number, a path or an expression")
        }
    }
}
