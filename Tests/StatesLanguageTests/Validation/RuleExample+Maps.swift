import StatesLanguage

extension RuleExample {
    private static let states = #""StartAt": "B", "States": {"B": {"Type": "Pass", "End": true}}"#
    private static let distributed =
        #""ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}, \#(states)}"#
    private static let inline = #""ItemProcessor": {\#(states)}"#

    private static func map(_ fields: String) -> String { one(#""Type": "Map", \#(fields)"#) }

    private static func reader(_ fields: String, resource: String = "getObject") -> String {
        map(
            #"\#(distributed), "ItemReader": {"Resource": "arn:aws:states:::s3:\#(resource)", "ReaderConfig": {\#(fields)}}"#
        )
    }

    static let maps: [RuleExample] = [
        RuleExample(
            code: "B11",
            pointer: "/States/A/Label",
            broken: map(#"\#(distributed), "Label": "a b""#),
            mended: map(#"\#(distributed), "Label": "a-b""#)
        ),
        RuleExample(
            code: "B12",
            pointer: "/States/A/ToleratedFailurePercentage",
            broken: map(#"\#(distributed), "ToleratedFailurePercentage": 100.5"#),
            mended: map(#"\#(distributed), "ToleratedFailurePercentage": 99.5"#)
        ),
        RuleExample(
            code: "B13",
            pointer: "/States/A/ItemReader/ReaderConfig/InputType",
            broken: reader(#""InputType": "XML""#),
            mended: reader(#""InputType": "JSONL""#)
        ),
        RuleExample(
            code: "B13",
            pointer: "/States/A/ItemReader/ReaderConfig/InputType",
            broken: reader(#""InputType": "JSON""#, resource: "listObjectsV2"),
            mended: reader(#""InputType": "JSON", "Transformation": "LOAD_AND_FLATTEN""#, resource: "listObjectsV2")
        ),
        RuleExample(
            code: "B13",
            pointer: "/States/A/ItemReader/ReaderConfig/ItemsPointer",
            broken: reader(#""InputType": "CSV", "ItemsPointer": "/a""#),
            mended: reader(#""InputType": "JSON", "ItemsPointer": "/a", "MaxItems": 10"#)
        ),
        RuleExample(
            code: "B14",
            pointer: "/States/A/ItemReader/ReaderConfig/CSVHeaders",
            broken: reader(#""InputType": "CSV", "CSVHeaderLocation": "FIRST_ROW", "CSVHeaders": ["a"]"#),
            mended: reader(#""InputType": "CSV", "CSVHeaderLocation": "GIVEN", "CSVHeaders": ["a"]"#)
        ),
        RuleExample(
            code: "B14",
            pointer: "/States/A/ItemReader/ReaderConfig/CSVHeaders",
            broken: reader(#""InputType": "CSV", "CSVHeaderLocation": "GIVEN", "CSVHeaders": ["a", "a"]"#),
            mended: reader(#""InputType": "CSV", "CSVHeaderLocation": "GIVEN", "CSVHeaders": ["a", "b"]"#)
        ),
        RuleExample(
            code: "B15",
            pointer: "/States/A/ItemBatcher",
            broken: map(#"\#(distributed), "ItemBatcher": {"BatchInput": {"a": 1}}"#),
            mended: map(#"\#(distributed), "ItemBatcher": {"BatchInput": {"a": 1}, "MaxItemsPerBatchPath": "$.n"}"#)
        ),
        RuleExample(
            code: "B15",
            pointer: "/States/A/ItemBatcher/MaxInputBytesPerBatch",
            broken: map(#"\#(distributed), "ItemBatcher": {"MaxInputBytesPerBatch": 262145}"#),
            mended: map(#"\#(distributed), "ItemBatcher": {"MaxInputBytesPerBatch": 262144}"#)
        ),
        RuleExample(
            code: "B16",
            pointer: "/States/A/ItemBatcher",
            broken: map(#"\#(inline), "ItemBatcher": {"MaxItemsPerBatch": 1}"#),
            mended: map(#"\#(distributed), "ItemBatcher": {"MaxItemsPerBatch": 1}"#)
        ),
        RuleExample(
            code: "B17",
            pointer: "/States/A/ItemProcessor/ProcessorConfig",
            broken: map(#""ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED"}, \#(states)}"#),
            mended: map(distributed)
        ),
        RuleExample(
            code: "B18",
            pointer: "/States/A/Iterator",
            broken: map(#"\#(inline), "Iterator": {\#(states)}"#),
            mended: map(inline)
        ),
        RuleExample(
            code: "B19",
            pointer: "/States/A/Iterator",
            broken: map(#""Iterator": {\#(states)}"#),
            mended: map(inline),
            hint: "Its name is \"ItemProcessor\" now."
        ),
        RuleExample(
            code: "B20",
            pointer: "/States/A",
            broken: map(distributed),
            mended: map(inline),
            executionType: .express
        ),
    ]
}
