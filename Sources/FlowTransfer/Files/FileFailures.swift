import FlowTasks
import Glibc
import StatesLanguage

extension TaskFailure {
    static func notFound(_ cause: String) -> TaskFailure { TaskFailure(error: "Files.NotFound", cause: cause) }
    static func accessDenied(_ cause: String) -> TaskFailure { TaskFailure(error: "Files.AccessDenied", cause: cause) }
    static func diskFull(_ cause: String) -> TaskFailure { TaskFailure(error: "Files.DiskFull", cause: cause) }
    static func invalidPath(_ cause: String) -> TaskFailure { TaskFailure(error: "Files.InvalidPath", cause: cause) }
    static func unsupported(_ cause: String) -> TaskFailure { TaskFailure(error: "Files.Unsupported", cause: cause) }
    static func connectionLost(_ cause: String) -> TaskFailure {
        TaskFailure(error: "Files.ConnectionLost", cause: cause)
    }
    static func connectionFailed(_ cause: String) -> TaskFailure {
        TaskFailure(error: "Files.ConnectionFailed", cause: cause)
    }
    static func authenticationFailed(_ cause: String) -> TaskFailure {
        TaskFailure(error: "Files.AuthenticationFailed", cause: cause)
    }

    /// The failure of a system call on a file.
    ///
    /// - Parameter doing: what was tried, such as `read`.
    static func system(_ number: Int32, _ doing: String, _ path: String) -> TaskFailure {
        switch number {
        case ENOENT, ENOTDIR:
            .notFound("There is no file \"\(path)\" to \(doing).")
        case EACCES, EPERM, EROFS:
            .accessDenied("The file \"\(path)\" cannot be \(doing.pastParticiple): \(systemMessage(number)).")
        case ENOSPC, EDQUOT, EFBIG:
            .diskFull(
                "The file \"\(path)\" cannot be \(doing.pastParticiple): \(systemMessage(number)); free some space, then run again."
            )
        case EISDIR:
            .invalidPath("\"\(path)\" is a folder, not a file.")
        default:
            TaskFailure(
                error: "Files.Failed",
                cause: "The file \"\(path)\" cannot be \(doing.pastParticiple): \(systemMessage(number))."
            )
        }
    }
}

/// The system's words for an error number, such as `no space left on device`.
func systemMessage(_ number: Int32) -> String {
    let message = String(cString: strerror(number))
    return message.prefix(1).lowercased() + message.dropFirst()
}

extension String {
    fileprivate var pastParticiple: String {
        switch self {
        case "write": "written"
        case "read": "read"
        case "show": "shown"
        default: hasSuffix("e") ? self + "d" : self + "ed"
        }
    }
}
