import FlowTasks
import Glibc
import StatesLanguage

/// A Python program that reads a file and writes lines; the `python3` in `PATH`, or what FLOW_TASK_PYTHON names.
struct PythonProgram {
    private let id: pid_t
    private let output: Int32
    private let errors: Int32
    private static let mostErrorBytes = 4096

    /// Starts a program.
    ///
    /// - Parameter input: an open file that becomes its standard input.
    init(_ text: String, arguments: [String], input: Int32) throws(TaskFailure) {
        let python = getenv("FLOW_TASK_PYTHON").map { String(cString: $0) } ?? ""
        let command = [python.isEmpty ? "python3" : python, "-c", text] + arguments
        var outputEnds: [Int32] = [-1, -1]
        var errorEnds: [Int32] = [-1, -1]
        // Pairs of sockets instead of pipes: they are born closed to programs that others start at the same time.
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, kind, 0, &outputEnds) == 0 else { throw .notStarted(command[0], errno) }
        guard socketpair(AF_UNIX, kind, 0, &errorEnds) == 0 else {
            let code = errno
            for end in outputEnds { close(end) }
            throw .notStarted(command[0], code)
        }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input, 0)
        posix_spawn_file_actions_adddup2(&actions, outputEnds[1], 1)
        posix_spawn_file_actions_adddup2(&actions, errorEnds[1], 2)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // The threads here block SIGPIPE; the program is to end when nobody reads it, and not by the terminal's Ctrl-C.
        var none = sigset_t()
        var all = sigset_t()
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(
            &attributes,
            Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF)
        )
        var words: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var id: pid_t = 0
        let code = posix_spawnp(&id, command[0], &actions, &attributes, &words, environ)
        close(outputEnds[1])
        close(errorEnds[1])
        guard code == 0 else {
            close(outputEnds[0])
            close(errorEnds[0])
            throw .notStarted(command[0], code)
        }
        self.id = id
        output = outputEnds[0]
        errors = errorEnds[0]
    }

    /// Gives what the program writes until it ends, and ends it when that is not wanted any more; called once.
    func run(_ cancellation: Cancellation, _ consume: (UnsafeRawBufferPointer) throws -> Void) throws {
        var said: [UInt8] = []
        let id = self.id
        do {
            defer {
                close(output)
                close(errors)
            }
            let end: @Sendable () -> Void = { kill(-id, SIGKILL) }
            try cancellation.withWaker(end) { try exchange(&said, consume) }
        } catch {
            kill(-id, SIGKILL)
            _ = reap()
            throw error
        }
        let status = reap()
        try cancellation.check()
        guard status != 0 else { return }
        let message = String(decoding: said, as: UTF8.self)
        throw TaskFailure.itemReader(
            status == 3 && !message.isEmpty
                ? message
                : "The program that reads Parquet files ended with status \(status). "
                    + String(message.split(separator: "\n").last ?? "")
        )
    }

    /// Reads both pipes until the program has closed them.
    private func exchange(_ said: inout [UInt8], _ consume: (UnsafeRawBufferPointer) throws -> Void) throws {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
        defer { buffer.deallocate() }
        var open = [output, errors]
        while !open.isEmpty {
            var polled = open.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
            guard poll(&polled, nfds_t(polled.count), -1) >= 0 || errno == EINTR else { return }
            for item in polled where item.revents != 0 {
                let count = read(item.fd, buffer.baseAddress, buffer.count)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else {
                    open.removeAll { $0 == item.fd }
                    continue
                }
                let bytes = UnsafeRawBufferPointer(rebasing: buffer[..<count])
                if item.fd == output {
                    try consume(bytes)
                } else if said.count < Self.mostErrorBytes {
                    said += bytes.prefix(Self.mostErrorBytes - said.count)
                }
            }
        }
    }

    /// The program's exit status once it has ended; 128 and the number for a signal.
    private func reap() -> Int32 {
        var status: Int32 = 0
        while waitpid(id, &status, 0) < 0 { if errno != EINTR { return -1 } }
        let signal = status & 0x7f
        return signal == 0 ? (status >> 8) & 0xff : 128 + signal
    }
}

extension TaskFailure {
    fileprivate static func notStarted(_ python: String, _ code: Int32) -> TaskFailure {
        .itemReader(
            "Reading Parquet files needs Python with Apache Arrow, and \"\(python)\" cannot be started "
                + "(\(String(cString: strerror(code)))): install python3 and its package pyarrow, or name a Python by "
                + "FLOW_TASK_PYTHON."
        )
    }
}
