import Glibc
import StatesLanguage
import Synchronization

/// A program that runs in a process group of its own, so that it is ended with all that it started.
struct ChildProcess {
    let id: pid_t
    let input: Int32
    let output: Int32
    let errorOutput: Int32
    /// A pipe of our own: what is written to it ends a wait for the others.
    let wakeUp: WakePipe

    /// Starts a program found by `PATH`.
    ///
    /// - Parameter environment: variables beside those of this process.
    init(_ command: [String], environment: [String: String]) throws {
        // A pipe is marked to be closed in children only after it is made: two starts at once would inherit each other's.
        self = try Self.starting.withLock { _ in try Self.start(command, environment) }
    }

    private static let starting = Mutex(())

    private init(id: pid_t, _ pipes: Pipes) {
        self.id = id
        input = pipes.input.write
        output = pipes.output.read
        errorOutput = pipes.errorOutput.read
        wakeUp = WakePipe(pipes.wakeUp)
    }

    private static func start(_ command: [String], _ environment: [String: String]) throws(TaskFailure) -> ChildProcess
    {
        guard let program = command.first, !program.isEmpty else {
            throw TaskFailure(error: "Task.InvalidInput", cause: "The command is empty; it needs a program.")
        }
        guard !(command + environment.flatMap { [$0.key, $0.value] }).contains(where: { $0.utf8.contains(0) }) else {
            throw TaskFailure(error: "Task.InvalidInput", cause: "A word of the command has a byte 0 in it.")
        }
        let pipes = try Pipes()
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, pipes.input.read, 0)
        posix_spawn_file_actions_adddup2(&actions, pipes.output.write, 1)
        posix_spawn_file_actions_adddup2(&actions, pipes.errorOutput.write, 2)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // The threads here block SIGPIPE and may ignore others; a program expects the usual.
        var none = signalSet(filled: false)
        var all = signalSet(filled: true)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setpgroup(&attributes, 0)
        let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
        posix_spawnattr_setflags(&attributes, Int16(flags))

        var words: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
        var variables: [UnsafeMutablePointer<CChar>?] = variables(environment).map { strdup($0) } + [nil]
        defer { for word in words + variables { free(word) } }
        var id: pid_t = 0
        let code = posix_spawnp(&id, program, &actions, &attributes, &words, &variables)
        pipes.closeChildEnds()
        guard code == 0 else {
            pipes.closeOwnEnds()
            if code == ENOENT {
                throw TaskFailure(
                    error: "Shell.NotFound",
                    cause: "There is no program \"\(program)\"; install it, or add its folder to PATH."
                )
            }
            throw TaskFailure(
                error: "Shell.NotStarted",
                cause: "The program \"\(program)\" cannot be started: \(systemMessage(code))."
            )
        }
        return ChildProcess(id: id, pipes)
    }

    /// Sends a signal to the program and all that it started.
    func signal(_ signal: Int32) { kill(-id, signal) }

    /// Whether the program has ended; it stays known to the system until ``reap()``.
    var hasEnded: Bool {
        var found = siginfo_t()
        return waitid(P_PID, id_t(id), &found, WEXITED | WNOWAIT | WNOHANG) == 0 && found.si_signo == SIGCHLD
    }

    /// Ends what the program left running, and gives the program's exit status once it has ended; 128 and the number for
    /// a signal.
    func reap() -> Int32 {
        var found = siginfo_t()
        while waitid(P_PID, id_t(id), &found, WEXITED | WNOWAIT) < 0, errno == EINTR {}
        // Before the program is forgotten, or its group's number could be another's.
        signal(SIGKILL)
        var status: Int32 = 0
        while waitpid(id, &status, 0) < 0 { if errno != EINTR { return -1 } }
        let signal = status & 0x7f
        return signal == 0 ? (status >> 8) & 0xff : 128 + signal
    }

    private static func variables(_ more: [String: String]) -> [String] {
        var variables: [String] = []
        var next = environ
        while let variable = next.pointee {
            let text = String(cString: variable)
            let name = String(text.prefix { $0 != "=" })
            if more[name] == nil { variables.append(text) }
            next += 1
        }
        return variables + more.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    }
}

/// The two ends of a pipe.
typealias PipeEnds = (read: Int32, write: Int32)

/// The three pipes to a program, and one of our own; the ends here are closed when the program starts.
private struct Pipes {
    let input: PipeEnds
    let output: PipeEnds
    let errorOutput: PipeEnds
    let wakeUp: PipeEnds

    init() throws(TaskFailure) {
        var made: [PipeEnds] = []
        while made.count < 4 {
            var ends: [Int32] = [-1, -1]
            guard pipe(&ends) == 0 else {
                for ends in made {
                    close(ends.read)
                    close(ends.write)
                }
                throw TaskFailure(error: "Shell.NotStarted", cause: "The system gave no pipe: \(systemMessage(errno)).")
            }
            for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
            made.append((ends[0], ends[1]))
        }
        (input, output, errorOutput, wakeUp) = (made[0], made[1], made[2], made[3])
    }

    func closeChildEnds() { for end in [input.read, output.write, errorOutput.write] { close(end) } }
    func closeOwnEnds() {
        for end in [input.write, output.read, errorOutput.read, wakeUp.read, wakeUp.write] { close(end) }
    }
}
