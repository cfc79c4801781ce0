import FlowJSON
import Testing

@testable import FlowDSL

@Suite("References become variables and expressions")
struct ReferencesTests {
    @Test("a result is assigned only where a later state refers to it")
    func assigned() throws {
        let json = try definition { flow, input in
            let used = flow.task("Used", Measure(text: "x", unit: nil))
            flow.task("Unused", Measure(text: "\(used.length)", unit: nil))
        }
        #expect(json["States"]?["Used"]?["Assign"]?["usedResult"]?.stringValue == "{% $states.result %}")
        #expect(json["States"]?["Unused"]?["Assign"] == nil)
        #expect(json["States"]?["Unused"]?["Arguments"]?["text"]?.stringValue == "{% '' & $usedResult.length %}")
        #expect(json["States"]?["Unused"]?["Arguments"]?["unit"] == nil)
    }

    @Test("the input is kept with its defaults where it is used")
    func input() throws {
        let json = try definition { flow, input in flow.pass("P", input.names.count) }
        #expect(json["StartAt"]?.stringValue == "Input")
        #expect(
            json["States"]?["Input"]?["Assign"]?["input"]?.stringValue
                == "{% $merge([{'names': ['a', 'b']}, $states.context.Execution.Input]) %}"
        )
        let without = try definition { flow, _ in flow.pass("P", 1) }
        #expect(without["StartAt"]?.stringValue == "P")
    }

    @Test("a map's item is the context's, or a variable where an inner map reads it")
    func items() throws {
        let json = try definition { flow, input in
            flow.map("Outer", over: input.names) { name in
                flow.map("Inner", over: input.names) { inner, index in
                    flow.task("Measure", Measure(text: "\(name) \(inner) \(index)", unit: nil)).length
                }
            }
        }
        let outer = json["States"]?["Outer"]?["ItemProcessor"]
        #expect(outer?["StartAt"]?.stringValue == "OuterItem")
        #expect(
            outer?["States"]?["OuterItem"]?["Assign"]?["outerItem"]?.stringValue
                == "{% $states.context.Map.Item.Value %}"
        )
        let text = outer?["States"]?["Inner"]?["ItemProcessor"]?["States"]?["Measure"]?["Arguments"]?["text"]
        #expect(
            text?.stringValue
                == "{% $outerItem & ' ' & $states.context.Map.Item.Value & ' ' & $states.context.Map.Item.Index %}"
        )
    }

    @Test("what a body returns is the output of the state that ends it")
    func bodies() throws {
        let json = try definition { flow, input in
            let (first, second) = flow.parallel(
                "Both",
                { flow.task("A", Measure(text: "a", unit: nil)).parts[0].name },
                { flow.task("B", Measure(text: "b", unit: nil)) }
            )
            flow.succeed("Done", output: ["first": first, "second": second.length])
        }
        let branches = json["States"]?["Both"]?["Branches"]
        #expect(branches?[0]?["States"]?["A"]?["Output"]?.stringValue == "{% $states.result.parts[0].name %}")
        #expect(branches?[1]?["States"]?["B"]?["Output"] == nil)
        #expect(json["States"]?["Done"]?["Output"]?["second"]?.stringValue == "{% $bothResult[1].length %}")
    }

    @Test("a state in JSONPath makes the others say that they are JSONata")
    func mixed() throws {
        let json = try definition { flow, _ in
            let raw = flow.state("Raw", ["Type": "Pass", "QueryLanguage": "JSONPath", "Result": ["n": 1]])
            flow.pass("After", raw.result["n"])
        }
        #expect(json["QueryLanguage"] == nil)
        #expect(json["States"]?["After"]?["QueryLanguage"]?.stringValue == "JSONata")
        #expect(json["States"]?["Raw"]?["Assign"]?["rawResult.$"]?.stringValue == "$")
    }

    @Test("a text with references in it is never a plain one")
    func texts() throws {
        let json = try definition { flow, input in
            let kept = flow.variable("kept", "day \(input.day)")
            flow.pass("Text", "\(input.day): \(kept.value)")
        }
        #expect(json["States"]?["Set kept"]?["Assign"]?["kept"]?.stringValue == "{% 'day ' & $input.day %}")
        #expect(json["States"]?["Text"]?["Output"]?.stringValue == "{% $input.day & ': ' & $kept %}")
    }

    @Test("a text that looks like an expression stays a text")
    func quoted() throws {
        let json = try definition { flow, _ in flow.task("T", Measure(text: "{% 1 %}", unit: nil)) }
        #expect(json["States"]?["T"]?["Arguments"]?["text"]?.stringValue == "{% \"{% 1 %}\" %}")
    }
}
