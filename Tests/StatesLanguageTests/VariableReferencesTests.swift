import FlowDiagnostics
import FlowJSON
import Foundation
import StatesLanguage
import Testing

/// What `DescribeStateMachine` says of variables, as it was recorded.
@Suite(.enabled(if: Shared.exists(Shared.recordings)))
struct VariableReferencesTests {
    @Test("tells the variables that each state reads, as AWS does")
    func recorded() throws {
        let text = try Shared.text(of: Shared.recordings.appending(path: "sfn_api_variable_references.ndjson"))
        var compared = 0
        for line in text.split(separator: "\n") {
            let record = try JSON(parsing: String(line))
            let created = try #require(record.value(at: "/steps/0/params/definition/$json"))
            let definition = try StateMachineDefinition(json: created)
            var references = JSONObject()
            for (state, variables) in definition.variableReferences {
                references[state] = .array(variables.map(JSON.string))
            }
            let recorded = record.value(at: "/expect/0/recorded/variableReferences")
            #expect(JSON.object(references) == recorded ?? [:])
            compared += 1
        }
        #expect(compared == 13)
    }
}
