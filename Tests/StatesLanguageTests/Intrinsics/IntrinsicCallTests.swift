import FlowDiagnostics
import FlowJSON
import StatesLanguage
import Testing

@Suite struct IntrinsicCallTests {
    @Test("reads nested calls, paths and literals")
    func tree() throws {
        let text = #"States.Format('a {} \'b\'', $.x[?(@.y == ',)')].z , States.Array(1, -2.5e3,true,null,'\\{'))"#
        let call = try IntrinsicCall(text)
        #expect(call.text == text)
        #expect(call.function == .format)
        let inner = IntrinsicCall.Argument.literal
        #expect(
            call.arguments == [
                inner(#"a {} \'b\'"#), .path("$.x[?(@.y == ',)')].z"),
                .call(try IntrinsicCall(#"States.Array(1, -2.5e3,true,null,'\\{')"#)),
            ]
        )
        guard case .call(let array) = call.arguments[2] else { return }
        #expect(array.arguments == [inner(1), inner(-2500.0), inner(true), inner(nil), inner(#"\{"#)])
    }

    @Test(
        "says what is wrong with a call",
        arguments: [
            ("States.Fromat('a')", "There is no intrinsic function \"States.Fromat\"."),
            ("States.Format", "\"(\" should follow \"States.Format\", but the text ends."),
            ("States.Format(", "The text ends where an argument should be."),
            ("States.Format()", "\"States.Format\" takes 1 or more arguments, but is given 0."),
            ("States.UUID(1)", "\"States.UUID\" takes no arguments, but is given 1."),
            ("States.MathRandom(1)", "\"States.MathRandom\" takes 2 to 3 arguments, but is given 1."),
            ("States.UUID() x", "\"x\" follows the call, where it should end."),
            ("States.Array(1 2)", "\",\" should follow an argument, but \"2)\" stands there."),
            ("States.Array('a)", "The string that begins at \"'a)\" has no closing quote."),
            (#"States.Array('a\n')"#, #"The backslash at "\n')" escapes nothing."#),
            ("States.Array(01)", "\"01)\" is no argument."), ("States.Array(abc)", "\"abc)\" is no argument."),
            ("States.Array(,)", "\",)\" is no argument."),
            ("", "\"\" is neither a path nor a call of a function."),
        ]
    )
    func wrong(text: String, message: String) throws {
        let diagnostic = #expect(throws: Diagnostic.self) { try IntrinsicCall(text) }
        #expect(diagnostic?.message == message)
        #expect(diagnostic?.code == "C05")
    }

    @Test("allows ten calls inside one another and no more, however deep the text goes")
    func nesting() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "States.Array(", count: depth) + String(repeating: ")", count: depth)
        }
        _ = try IntrinsicCall(nested(10))
        #expect(throws: Diagnostic.self) { try IntrinsicCall(nested(11)) }
        #expect(throws: Diagnostic.self) { try IntrinsicCall(nested(100_000)) }
    }
}
