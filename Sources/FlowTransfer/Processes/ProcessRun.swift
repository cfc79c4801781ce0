import FlowTasks
import Glibc
import StatesLanguage

/// Runs a program to its end on this thread: gives it its input, and keeps the last bytes of what it says.
struct ProcessRun {
    struct Result {
        var exitStatus: Int32
        var output: [UInt8]
        var errorOutput: [UInt8]
    }
    var outputLimit = 100_000
    var errorOutputLimit = 20_000
    /// How long a program may take to end after it was asked to.
    var graceMilliseconds = 300

    func run(
        _ command: [String],
        environment: [String: String] = [:],
        input: [UInt8] = [],
        _ cancellation: Cancellation,
        said: (Int) -> Void = { _ in }
    ) throws -> Result {
        try cancellation.check()
        blockBrokenPipeSignal()
        let child = try ChildProcess(command, environment: environment)
        var exchange = Exchange(child, input, outputLimit, errorOutputLimit)
        defer { exchange.close() }
        do {
            let wake: @Sendable () -> Void = { child.wakeUp.wake() }
            try cancellation.withWaker(wake) { try exchange.run(cancellation, said: said) }
            return Result(
                exitStatus: child.reap(),
                output: exchange.output.bytes,
                errorOutput: exchange.errorOutput.bytes
            )
        } catch {
            end(child)
            throw error
        }
    }

    private func end(_ child: ChildProcess) {
        child.signal(SIGTERM)
        for _ in 0..<graceMilliseconds / 10 where !child.hasEnded { usleep(10_000) }
        child.signal(SIGKILL)
        _ = child.reap()
    }
}

/// The bytes between us and a running program.
private struct Exchange {
    var output: Tail
    var errorOutput: Tail
    private let child: ChildProcess
    private var input: ArraySlice<UInt8>
    private var open: [Int32: Int16]
    private let wakeUp: Int32
    private var buffer = [UInt8](repeating: 0, count: 64 * 1024)

    init(_ child: ChildProcess, _ input: [UInt8], _ outputLimit: Int, _ errorLimit: Int) {
        self.child = child
        self.input = input[...]
        wakeUp = child.wakeUp.readEnd
        output = Tail(limit: outputLimit)
        errorOutput = Tail(limit: errorLimit)
        open = [child.output: Int16(POLLIN), child.errorOutput: Int16(POLLIN), child.input: Int16(POLLOUT)]
        for descriptor in open.keys { _ = fcntl(descriptor, F_SETFL, O_NONBLOCK) }
        if input.isEmpty { close(child.input) }
    }

    /// Until the program has closed its output, or has ended: what it left running in the background is not waited for.
    mutating func run(_ cancellation: Cancellation, said: (Int) -> Void) throws {
        var total = 0
        while open[child.output] != nil || open[child.errorOutput] != nil {
            try cancellation.check()
            var polled = open.map { pollfd(fd: $0.key, events: $0.value, revents: 0) }
            polled.append(pollfd(fd: wakeUp, events: Int16(POLLIN), revents: 0))
            let ready = poll(&polled, nfds_t(polled.count), 200)
            guard ready >= 0 || errno == EINTR else { break }
            try cancellation.check()
            if ready == 0, child.hasEnded { break }
            for item in polled where item.revents != 0 && item.fd != wakeUp {
                if item.fd == child.input { give() } else { total += take(item.fd) }
            }
            said(total)
        }
    }

    mutating func close() {
        for descriptor in open.keys { Glibc.close(descriptor) }
        open = [:]
        child.wakeUp.closeBoth()
    }

    private mutating func close(_ descriptor: Int32) {
        if open.removeValue(forKey: descriptor) != nil { Glibc.close(descriptor) }
    }

    private mutating func give() {
        let count = input.withUnsafeBytes { write(child.input, $0.baseAddress, $0.count) }
        if count > 0 { input = input.dropFirst(count) }
        // A program that does not want its input closes its end.
        if input.isEmpty || count < 0 && errno != EAGAIN && errno != EINTR { close(child.input) }
    }

    private mutating func take(_ descriptor: Int32) -> Int {
        let count = read(descriptor, &buffer, buffer.count)
        guard count > 0 else {
            if count == 0 || errno != EAGAIN && errno != EINTR { close(descriptor) }
            return 0
        }
        if descriptor == child.output { output.append(buffer[..<count]) } else { errorOutput.append(buffer[..<count]) }
        return count
    }
}

/// The last bytes of a stream.
struct Tail {
    let limit: Int
    private var kept: [UInt8] = []

    init(limit: Int) { self.limit = limit }

    mutating func append(_ bytes: ArraySlice<UInt8>) {
        kept += bytes
        if kept.count > 2 * limit { kept.removeFirst(kept.count - limit) }
    }

    var bytes: [UInt8] { Array(kept.suffix(limit)) }
}
