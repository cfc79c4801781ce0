import StatesLanguage
import Testing

@Suite struct TaskFailureTests {
    @Test("cuts what is too long at whole scalars")
    func caps() {
        let failure = TaskFailure(
            error: ErrorName(String(repeating: "e", count: 300)),
            cause: String(repeating: "c", count: 32_767) + "😀"
        )
        #expect(failure.error.text.count == 256)
        #expect(failure.cause == String(repeating: "c", count: 32_767))
    }

    @Test("keeps what just fits, however many bytes it has")
    func fits() {
        let cause = String(repeating: "é", count: 32_768)
        #expect(TaskFailure(error: .taskFailed, cause: cause).cause == cause)
        let named = TaskFailure(error: "Orders.NotFound", cause: "no such day")
        #expect(named.description == "Orders.NotFound: no such day")
    }
}
