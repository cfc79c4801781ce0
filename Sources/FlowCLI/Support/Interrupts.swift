import FlowTasks
import Glibc

/// Ctrl-C and `kill`, as an asynchronous sequence; the second one ends the process at once.
enum Interrupts {
    /// Waits for the first interrupt; returns `false` when the task is cancelled before.
    static func first() async -> Bool {
        install()
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
        startThread {
            var byte: UInt8 = 0
            while read(interruptPipe.reading, &byte, 1) < 0, errno == EINTR {}
            continuation.yield()
            while read(interruptPipe.reading, &byte, 1) < 0, errno == EINTR {}
            _exit(CommandStatus.interrupted.rawValue)
        } orFail: { _ in
            // Without a thread the signals do what they do by default.
            signal(SIGINT, SIG_DFL)
            signal(SIGTERM, SIG_DFL)
        }
        for await _ in stream { return true }
        return false
    }

    private static func install() {
        guard interruptPipe.reading >= 0 else { return }
        var action = sigaction()
        action.__sigaction_handler.sa_handler = { _ in
            var byte: UInt8 = 1
            _ = write(interruptPipe.writing, &byte, 1)
        }
        action.sa_flags = SA_RESTART
        sigaction(SIGINT, &action, nil)
        sigaction(SIGTERM, &action, nil)
    }
}

/// Made before the handler is installed, which may only read it.
private let interruptPipe: (reading: Int32, writing: Int32) = {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return (-1, -1) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
}()
