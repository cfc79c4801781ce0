import JSONata
import StatesLanguage
import Testing

@testable import FlowLanguageServer

@Suite("Words about the language")
struct WordsTests {
    @Test("every field of every object is explained")
    func fields() {
        let roles: [Role] = [
            .machine, .branch, .processor, .processorConfig, .retrier, .catcher, .rule, .test, .itemReader,
            .readerConfig,
            .itemBatcher, .resultWriter, .writerConfig,
        ]
        var tables = roles.compactMap { role in role.fields(of: nil).map { (role, $0) } }
        tables += StateType.allCases.map { (.state, FieldTable.state($0)) }
        for (role, table) in tables {
            for field in table.always + table.inJSONPath + table.inJSONata {
                #expect(FieldWords.text(of: field, in: role) != nil, "\(role) \(field)")
            }
        }
    }

    @Test("every function and every error is explained, and only those that there are")
    func functions() {
        #expect(Set(FunctionWord.intrinsics.map(\.name)) == Set(IntrinsicFunction.allCases.map(\.rawValue)))
        for word in FunctionWord.jsonata { #expect(Expression.isFunctionName(word.name), "\(word.name)") }
        #expect(FunctionWord.jsonata.count == Expression.functionNames.count)
        for name in ErrorName.predefined { #expect(LanguageWords.text(ofError: name.text) != nil, "\(name)") }
    }
}
