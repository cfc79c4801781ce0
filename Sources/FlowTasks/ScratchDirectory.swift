import Glibc
package import StatesLanguage
import Synchronization

/// The folder for temporary files of one attempt; made when it is first asked for.
package final class ScratchDirectory: Sendable {
    private enum Phase {
        case notMade
        case made
        case failed(Int32)
    }
    private let location: String
    private let phase: Mutex<Phase>

    /// A folder at a path; `isMade` says whether it is there already.
    package init(_ path: String, isMade: Bool = false) {
        location = path
        phase = Mutex(isMade ? .made : .notMade)
    }

    /// The folder's path; the folder is there, unless ``failure`` says why not.
    package var path: String {
        phase.withLock { phase in
            guard case .notMade = phase else { return location }
            phase = mkdir(location, 0o700) == 0 ? .made : .failed(errno)
            return location
        }
    }

    /// The path of a folder that was made, or `nil` where nobody asked for it.
    package var madePath: String? {
        phase.withLock { if case .made = $0 { location } else { nil } }
    }

    /// Why the folder could not be made, or `nil`.
    package var failure: TaskFailure? {
        guard case .failed(let code) = phase.withLock({ $0 }) else { return nil }
        return TaskFailure(
            error: "Task.NoScratchDirectory",
            cause:
                "The task's folder for temporary files \(location) cannot be made: \(String(cString: strerror(code)))."
        )
    }
}
