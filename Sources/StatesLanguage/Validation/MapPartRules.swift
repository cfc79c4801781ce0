import FlowDiagnostics
import FlowJSON

extension Rule {
    /// B13 to B15: readers and batchers of distributed Maps.
    static let mapParts: [Rule] = [eachState(readers), eachState(batchers)]

    private static func readers(_ state: StateFields) {
        guard state.type == .map, let reader = state.object("ItemReader"),
            let fields = reader.fields["ReaderConfig"]?.objectValue
        else { return }
        let place = "\(reader.place)/ReaderConfig"
        let inputType = fields["InputType"]?.stringValue
        if let resource = reader.fields["Resource"]?.stringValue, resource.hasSuffix(":s3:listObjectsV2"),
            inputType != nil, fields["Transformation"]?.stringValue != "LOAD_AND_FLATTEN"
        {
            state.report(
                .readerConfiguration,
                "\"InputType\" says how a file is read, but \"s3:listObjectsV2\" lists files and reads none.",
                at: "\(place)/InputType",
                hint: "Add \"Transformation\": \"LOAD_AND_FLATTEN\" to read every listed file."
            )
        }
        if let inputType {
            for field in ["CSVHeaderLocation", "CSVHeaders", "CSVDelimiter"]
            where fields[field] != nil && inputType != "CSV" && inputType != "MANIFEST" {
                state.report(
                    .readerConfiguration,
                    "\"\(field)\" belongs to the input type \"CSV\", but it is \"\(inputType)\".",
                    at: "\(place)/\(field)"
                )
            }
            if fields["ItemsPointer"] != nil, inputType != "JSON" {
                state.report(
                    .readerConfiguration,
                    "\"ItemsPointer\" belongs to the input type \"JSON\", but it is \"\(inputType)\".",
                    at: "\(place)/ItemsPointer"
                )
            }
        }
        // AWS takes 0, and the reader then fails.
        if let most = fields["MaxItems"]?.integerValue, !(0...100_000_000 ~= most) {
            let message = outOfRange("MaxItems", most, 1, 100_000_000)
            state.report(.readerConfiguration, message, at: "\(place)/MaxItems")
        }
        judgeHeaders(fields, place, state)
    }

    /// B14.
    private static func judgeHeaders(_ fields: JSONObject, _ place: String, _ state: StateFields) {
        let isGiven = fields["CSVHeaderLocation"]?.stringValue == "GIVEN"
        guard fields["CSVHeaders"] != nil else {
            if isGiven, fields["CSVHeaders"] == nil {
                state.report(.csvHeaders, "The headers are said to be given, but there are none.", at: place)
            }
            return
        }
        if !isGiven {
            state.report(
                .csvHeaders,
                "\"CSVHeaders\" needs \"CSVHeaderLocation\": \"GIVEN\".",
                at: "\(place)/CSVHeaders"
            )
        }
    }

    /// B14 of headers that stand twice, which AWS finds when the file is read.
    static func repeatedHeaders(_ state: StateFields) {
        guard state.type == .map, let reader = state.object("ItemReader"),
            let fields = reader.fields["ReaderConfig"]?.objectValue,
            let headers = fields["CSVHeaders"]?.arrayValue?.compactMap(\.stringValue)
        else { return }
        var seen: Set<ByteText> = []
        for header in headers where !seen.insert(ByteText(header)).inserted {
            state.report(
                .csvHeaders,
                "\"CSVHeaders\" has the header \"\(header)\" twice.",
                at: "\(reader.place)/ReaderConfig/CSVHeaders",
                hint: "The headers become the names of an item's members."
            )
        }
    }

    /// B15.
    private static func batchers(_ state: StateFields) {
        guard state.type == .map, let batcher = state.object("ItemBatcher") else { return }
        let limits: [(field: String, most: Int64)] = [
            ("MaxItemsPerBatch", .max), ("MaxInputBytesPerBatch", 262_144),
        ]
        let isLimited = limits.contains {
            batcher.fields[$0.field] != nil || batcher.fields[$0.field + "Path"] != nil
        }
        if !isLimited {
            state.report(
                .batcherLimits,
                "The batcher doesn't say how large a batch is.",
                at: batcher.place,
                hint: "Give \"MaxItemsPerBatch\" or \"MaxInputBytesPerBatch\"."
            )
        }
        for (field, most) in limits {
            guard let value = batcher.fields[field]?.integerValue, !(1...most ~= value) else { continue }
            let bound = most == .max ? "1 or more" : "from 1 to \(most)"
            state.report(
                .batcherLimits,
                "\"\(field)\" is \(value), but should be \(bound).",
                at: "\(batcher.place)/\(field)"
            )
        }
    }
}
