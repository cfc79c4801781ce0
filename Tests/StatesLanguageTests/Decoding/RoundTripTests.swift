import FlowDiagnostics
import FlowJSON
import StatesLanguage
import Testing

@Suite struct RoundTripTests {
    @Test("random definitions come back as they were written, byte for byte", arguments: 0..<400)
    func roundTrip(seed: Int) throws {
        var maker = RandomDefinition(seed: seed)
        let definition = maker.make()
        let text = definition.json.text
        let (decoded, diagnostics) = StateMachineDefinition.decode(text: text, rules: .language)
        #expect(diagnostics.filter { $0.severity == .error }.map(\.message) == [])
        let isSame = decoded == definition
        #expect(isSame, "\(text)")
        #expect(decoded?.json.text == text)
    }

    /// Definitions with one value put somewhere else: whatever comes of it, it is no trap, and errors have their place.
    @Test("damaged definitions are refused or read, never trapped", arguments: 0..<400)
    func damage(seed: Int) throws {
        var maker = RandomDefinition(seed: seed)
        var json = maker.make().json
        for _ in 0..<Int.random(in: 1...4, using: &maker.random) {
            let values = json.everyValue
            let donor = try #require(values.randomElement(using: &maker.random))
            var place = Int.random(in: 0..<values.count, using: &maker.random)
            json = json.replacing(&place, by: donor)
        }
        let (definition, diagnostics) = StateMachineDefinition.decode(text: json.text)
        #expect((definition == nil) == diagnostics.contains { $0.severity == .error })
        #expect(diagnostics.allSatisfy { $0.location.line == 1 && $0.location.column != nil })
        let offsets = diagnostics.compactMap(\.location.offset)
        #expect(offsets == offsets.sorted())
        if let definition { #expect(definition.json == json.withoutFalseEnds) }
        _ = definition.map { StateGraph($0).svg }
    }

    @Test(
        "what is no state machine is an error",
        arguments: [
            "", "null", "1", "[]", "\"x\"", "{}", "{\"StartAt\": 1, \"States\": []}", "{\"States\": {\"\": {}}}",
        ]
    )
    func garbage(text: String) {
        let (definition, diagnostics) = StateMachineDefinition.decode(text: text)
        #expect(definition == nil)
        #expect(!diagnostics.isEmpty)
    }

    @Test("names file, line and column of what is wrong")
    func location() {
        let text = """
            {
              "StartAt": "A",
              "States": {
                "A": {"Type": "Pass", "Next": "B"}
              }
            }
            """
        let diagnostic = #expect(throws: Diagnostic.self) { try StateMachineDefinition(text: text, file: "x.json") }
        #expect(diagnostic?.location.file == "x.json")
        #expect(diagnostic?.location.line == 4)
        #expect(diagnostic?.location.column == 27)
        #expect(diagnostic?.location.pointer == "/States/A/Next")
    }

    @Test("keeps comments of every kind, deprecated names and the fields of distributed Maps")
    func everything() throws {
        let text = """
            {"Comment":"m","StartAt":"A","States":{"A":{"Type":"Map","Comment":"a","Label":"l","ItemReader":{"Resource":\
            "arn:aws:states:::s3:getObject","ReaderConfig":{"InputType":"CSV","CSVDelimiter":"PIPE","CSVHeaderLocation":\
            "GIVEN","CSVHeaders":["x","y"],"MaxItemsPath":"$.n"},"Parameters":{"Bucket.$":"$.b","Key":"k"}},"ItemsPath":\
            "$.i","Parameters":{"v.$":"$$.Map.Item.Value"},"ItemBatcher":{"BatchInput":{"a":1},"MaxItemsPerBatch":5,\
            "MaxInputBytesPerBatchPath":"$.m"},"MaxConcurrency":3,"ToleratedFailurePercentage":5.5,\
            "ToleratedFailureCountPath":"$.t","Iterator":{"ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":\
            "EXPRESS"},"Comment":"i","StartAt":"B","States":{"B":{"Type":"Choice","Choices":[{"Comment":"r","And":[{\
            "Comment":"t","Variable":"$.x","IsNull":true}],"Next":"C"}]},"C":{"Type":"Fail","ErrorPath":"$.e",\
            "CausePath":"States.Format('{}', $.c)"}}},"ResultWriter":{"Resource":"arn:aws:states:::s3:putObject",\
            "Parameters":{"Bucket":"b"},"WriterConfig":{"OutputType":"JSONL","Transformation":"COMPACT"}},"Retry":[{\
            "Comment":"y","ErrorEquals":["E"],"BackoffRate":2}],"Catch":[{"Comment":"c","ErrorEquals":["States.ALL"],\
            "ResultPath":null,"Next":"D"}],"End":true},"D":{"Type":"Pass","Result":{"x.$":"not a path"},"End":true}}}
            """
        let definition = try #require(StateMachineDefinition.decode(text: text, rules: .language).definition)
        #expect(definition.json.text == text)
    }
}

extension JSON {
    /// The value and everything in it.
    fileprivate var everyValue: [JSON] {
        switch self {
        case .array(let elements): [self] + elements.flatMap(\.everyValue)
        case .object(let object): [self] + object.flatMap(\.value.everyValue)
        default: [self]
        }
    }

    /// The value with the one at a place, counted as in `everyValue`, replaced.
    fileprivate func replacing(_ place: inout Int, by donor: JSON) -> JSON {
        place -= 1
        if place == -1 { return donor }
        switch self {
        case .array(let elements): return .array(elements.map { $0.replacing(&place, by: donor) })
        case .object(let object):
            var replaced = JSONObject()
            for (key, value) in object { replaced[key] = value.replacing(&place, by: donor) }
            return .object(replaced)
        default: return self
        }
    }

    /// `"End": false` says nothing and is not written again.
    fileprivate var withoutFalseEnds: JSON {
        switch self {
        case .array(let elements): return .array(elements.map(\.withoutFalseEnds))
        case .object(let object):
            var kept = JSONObject()
            for (key, value) in object where !(key == "End" && value == false) { kept[key] = value.withoutFalseEnds }
            return .object(kept)
        default: return self
        }
    }
}
