import StatesLanguage
import Testing

@Suite struct ErrorNameTests {
    /// The table of the notes, 1.10: raised error, whether `States.ALL` and whether `States.TaskFailed` match it.
    @Test(
        "wildcards match what AWS lets them match",
        arguments: [
            (.branchFailed, true, true), (.dataLimitExceeded, false, false),
            (.exceedToleratedFailureThreshold, true, true), (.heartbeatTimeout, true, true), (.httpSocket, true, true),
            (.httpStatusCode(404), true, true), (.intrinsicFailure, true, true), (.itemReaderFailed, true, true),
            (.noChoiceMatched, true, true), (.parameterPathFailure, true, true), (.permissions, true, true),
            (.queryEvaluationError, true, true), (.resultPathMatchFailure, true, true),
            (.resultWriterFailed, true, true), (.runtime, false, false), (.taskFailed, true, true),
            (.timeout, true, false), ("Orders.NotFound", true, true),
        ] as [(raised: ErrorName, byAll: Bool, byTaskFailed: Bool)]
    )
    func wildcards(raised: ErrorName, byAll: Bool, byTaskFailed: Bool) {
        #expect(ErrorName.all.matches(raised) == byAll)
        #expect(ErrorName.taskFailed.matches(raised) == byTaskFailed)
    }

    @Test("a name matches itself, but nothing matches States.Runtime")
    func exact() {
        #expect(ErrorName("Orders.NotFound").matches("Orders.NotFound"))
        #expect(!ErrorName("Orders.NotFound").matches("Orders.notFound"))
        #expect(ErrorName.dataLimitExceeded.matches(.dataLimitExceeded))
        #expect(!ErrorName.runtime.matches(.runtime))
    }

    @Test("States.Timeout matches a missed heartbeat, not the other way round")
    func timeout() {
        #expect(ErrorName.timeout.matches(.heartbeatTimeout))
        #expect(!ErrorName.heartbeatTimeout.matches(.timeout))
    }
}
