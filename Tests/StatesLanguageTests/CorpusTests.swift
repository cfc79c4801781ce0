import FlowDiagnostics
import FlowJSON
import Foundation
import StatesLanguage
import Testing

/// Real machines that nobody here wrote.
@Suite(.enabled(if: Shared.exists(Shared.corpus)))
struct CorpusTests {
    static let files = ((try? Shared.files(in: Shared.corpus)) ?? []).filter { $0.pathExtension == "json" }

    @Test("reads every machine without an error, and gives back what it read", arguments: files)
    func machine(file: URL) throws {
        let text = try Shared.text(of: file)
        guard let json = try? JSON(parsing: text) else {
            let (definition, diagnostics) = StateMachineDefinition.decode(text: text)
            #expect(definition == nil)
            #expect(diagnostics.map(\.code) == ["A01"])
            #expect(diagnostics.first?.location.line != nil)
            return
        }
        let (definition, diagnostics) = StateMachineDefinition.decode(text: text)
        #expect(diagnostics.filter { $0.severity == .error } == [])
        #expect(diagnostics.allSatisfy { $0.location.line != nil && $0.location.column != nil })
        #expect(definition?.json == json)
        let written = try #require(definition?.json)
        let again = StateMachineDefinition.decode(written).definition
        #expect(again == definition)
        #expect(again?.json.text == written.text)
    }

    @Test("one file of the corpus is broken JSON, the others are not")
    func broken() {
        let broken = Self.files.filter { (try? JSON(parsing: Shared.text(of: $0))) == nil }
        #expect(broken.count == 1)
    }

    /// A warning that fires on more than one machine in a hundred without cause is too eager.
    ///
    /// Each of these was looked at; how many machines have one is told, so that a change of a rule shows.
    @Test("warns of what was found to be so, and of nothing else")
    func warnings() throws {
        var counts: [String: Int] = [:]
        for file in Self.files {
            let codes = Set(StateMachineDefinition.decode(text: try Shared.text(of: file)).diagnostics.map(\.code.text))
            for code in codes { counts[code, default: 0] += 1 }
        }
        #expect(
            counts == [
                "A01": 1, "B19": 11, "F05": 5, "F09": 1, "F13": 76, "F15": 2, "F17": 1, "F18": 14, "F20": 12, "F22": 2,
                "F28": 1, "G02": 9, "G06": 27, "G07": 1,
            ]
        )
    }
}
