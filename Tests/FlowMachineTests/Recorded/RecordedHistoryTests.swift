import FlowDiagnostics
import FlowJSON
import FlowMachine
import StatesLanguage
import Suites
import Testing

/// Machines, inputs and histories that AWS was recorded to answer, as far as they need no task.
@Suite("Histories as AWS recorded them", .enabled(if: SharedSuites.folder != nil))
struct RecordedHistoryTests {
    @Test("Every recording gives AWS's history, but those that are listed as not passing yet")
    func histories() throws {
        let recordings = try SharedSuites.recordings()
        #expect(recordings.count > 100)
        let notYet = try SharedSuites.notYet()
        var failing: [String] = []
        for recording in recordings {
            let difference = Self.difference(of: recording)
            if let difference, !notYet.contains(recording.id) {
                Issue.record("\(recording.id): \(difference)")
            }
            if difference != nil { failing.append(recording.id) }
        }
        let passing = notYet.subtracting(failing)
        #expect(passing.isEmpty, "These pass now; take them off the list: \(passing.sorted())")
    }

    private static func difference(of recording: Recording) -> String? {
        let start = "2026-11-21T09:14:00"
        do {
            var run = try VirtualRun(
                recording.definition.unwrapped(start: start),
                machineName: recording.machineName.filled(start: start),
                executionName: "run-of-machine",
                roleARN: "arn:aws:iam::123456789012:role/test-sfn-role-uid1"
            )
            run.now = Timestamp("\(start)Z") ?? run.now
            let isOpen = recording.history.last.map { !($0["type"]?.stringValue ?? "").hasPrefix("Execution") } ?? false
            if isOpen {
                run.send(.start(input: recording.input.unwrapped(start: start)))
            } else {
                run.run(recording.input.unwrapped(start: start))
            }
            let input = recording.input.unwrapped(start: start)
            let history = run.history(wording: InputWording(input.textWithBlanks))
            return RecordingComparison(recording: recording, start: start).difference(from: history)
        } catch let diagnostic as Diagnostic {
            return "cannot be run: \(diagnostic.message)"
        } catch {
            return "cannot be run: \(error)"
        }
    }
}

extension JSON {
    /// The wording in which the recordings' inputs were sent, with a blank after each comma and colon.
    fileprivate var textWithBlanks: String {
        switch self {
        case .array(let elements): "[\(elements.map(\.textWithBlanks).joined(separator: ", "))]"
        case .object(let object):
            "{\(object.map { "\(JSON.string($0.key).text): \($0.value.textWithBlanks)" }.joined(separator: ", "))}"
        default: text
        }
    }
}
