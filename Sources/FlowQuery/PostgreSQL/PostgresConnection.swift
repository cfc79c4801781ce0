import CPostgres
import Glibc
import StatesLanguage

/// One open connection to a server, used by one thread.
///
/// Nothing in it waits longer than a tenth of a second without a look at the task's cancellation. When it is let go in
/// the middle of a statement, the server is told to stop that statement.
final class PostgresConnection {
    private static let patienceMilliseconds: Int32 = 100
    private static let gatheringMilliseconds: Int32 = 5
    private static let gatheredBytes: Int32 = 64 << 10

    /// libpq's `PGconn`.
    let handle: OpaquePointer
    let settings: PostgresSettings
    let activity: Activity
    /// How many bytes must have come for a wait to end.
    private var leastInput: Int32 = 1

    init(_ settings: PostgresSettings, _ activity: Activity) throws {
        let keys = settings.keywords.map { Optional($0.0) } + [nil]
        let values = settings.keywords.map { Optional($0.1) } + [nil]
        let started = withCStrings(keys) { keys in withCStrings(values) { PQconnectStartParams(keys, $0, 0) } }
        guard let started else {
            throw TaskFailure(error: .sqlConnectionFailed, cause: "No memory is left for a connection.")
        }
        handle = started
        self.settings = settings
        self.activity = activity
        try connect()
    }

    deinit {
        if PQstatus(handle) == CONNECTION_OK, PQtransactionStatus(handle) == PQTRANS_ACTIVE { stopStatement() }
        PQfinish(handle)
    }

    /// Hands over something to send; `send` answers as libpq does, 1 for success.
    func send(_ send: (OpaquePointer) -> Int32) throws {
        guard send(handle) == 1 else { throw connectionLost() }
        try flush()
    }

    /// The next result of what was sent; `nil` after the last.
    ///
    /// The caller clears it.
    func nextResult() throws -> OpaquePointer? {
        while PQisBusy(handle) != 0 { try waitForInput() }
        return PQgetResult(handle)
    }

    /// Takes all results of what was sent; throws the first failure among them.
    func finish(_ statement: SQLStatement) throws {
        var failure: TaskFailure?
        while let result = try nextResult() {
            defer { PQclear(result) }
            switch PQresultStatus(result) {
            case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_SINGLE_TUPLE, PGRES_EMPTY_QUERY: continue
            default: failure = failure ?? self.failure(of: result, in: statement)
            }
        }
        if let failure { throw failure }
    }

    /// Runs SQL of ours whose results don't matter.
    func run(_ sql: String) throws {
        try send { PQsendQuery($0, sql) }
        try finish(SQLStatement(sql: sql))
    }

    /// Waits until the server has said something, and takes it in.
    func waitForInput() throws {
        setLeastInput(1)
        _ = try wait(for: POLLIN)
        try takeInput()
    }

    /// The next row of what was sent in single-row mode, as a result that the caller clears; `nil` after the last result.
    func nextRow() throws -> OpaquePointer? {
        var turns = 0
        while PQisBusy(handle) != 0 { try takeRows(&turns) }
        return PQgetResult(handle)
    }

    /// Takes in more of a statement's rows, and waits for them where none have come.
    ///
    /// A server sends many rows in small pieces; to wake this process for each of them takes a good part of its time.
    ///
    /// - Parameter turns: how often this was called since the last row; 0 at first.
    func takeRows(_ turns: inout Int) throws {
        defer { turns += 1 }
        // Before the first block of a file is full there are not many rows.
        guard activity.bytes > 0 else { return try waitForInput() }
        switch turns {
        case 0: try takeInput()
        case 1: try gatherInput()
        default: try waitForInput()
        }
    }

    /// Waits some milliseconds for the server to say much, and takes in what has come, which may be nothing.
    private func gatherInput() throws {
        setLeastInput(Self.gatheredBytes)
        try activity.beat()
        var entry = pollfd(fd: PQsocket(handle), events: Int16(POLLIN), revents: 0)
        _ = poll(&entry, 1, Self.gatheringMilliseconds)
        try takeInput()
    }

    /// Takes in what the server has said, without waiting.
    private func takeInput() throws {
        guard PQconsumeInput(handle) == 1 else { throw connectionLost() }
    }

    /// Sends all that libpq holds back.
    func flush() throws {
        while true {
            switch PQflush(handle) {
            case 0: return
            case 1:
                if try wait(for: POLLIN | POLLOUT) & Int16(POLLIN) != 0, PQconsumeInput(handle) != 1 {
                    throw connectionLost()
                }
            default: throw connectionLost()
            }
        }
    }

    /// Whether the server has said something that was not read yet.
    func hasInput() -> Bool {
        var entry = pollfd(fd: PQsocket(handle), events: Int16(POLLIN), revents: 0)
        return poll(&entry, 1, 0) > 0
    }

    private func connect() throws {
        PQsetNoticeReceiver(handle, { _, _ in }, nil)
        // Lets the server's message carry its code.
        PQsetErrorVerbosity(handle, PQERRORS_VERBOSE)
        let deadline = ContinuousClock.now + .seconds(settings.timeoutSeconds)
        var wanted = PGRES_POLLING_WRITING
        guard PQstatus(handle) != CONNECTION_BAD else { throw connectionFailed() }
        while wanted != PGRES_POLLING_OK {
            guard wanted != PGRES_POLLING_FAILED else { throw connectionFailed() }
            try waitWhileConnecting(for: wanted == PGRES_POLLING_READING ? POLLIN : POLLOUT, until: deadline)
            wanted = PQconnectPoll(handle)
        }
        PQsetErrorVerbosity(handle, PQERRORS_DEFAULT)
        PQsetnonblocking(handle, 1)
        // Dates are read in this style; a server that was set to another one is asked for it.
        if let style = PQparameterStatus(handle, "DateStyle"), !String(cString: style).hasPrefix("ISO") {
            try run("SET datestyle TO ISO")
        }
        // Redshift's default drops digits.
        if settings.isRedshift { try run("SET extra_float_digits TO 2") }
    }

    private func waitWhileConnecting(for events: Int32, until deadline: ContinuousClock.Instant) throws {
        var entry = pollfd(fd: PQsocket(handle), events: Int16(events), revents: 0)
        repeat {
            try activity.check()
            guard ContinuousClock.now < deadline else {
                throw TaskFailure(
                    error: .sqlConnectionFailed,
                    cause: "\(PostgresFailure.product(settings)) at \(settings.place) (connection "
                        + "\"\(settings.name)\") did not answer within \(settings.timeoutSeconds) s; check host and "
                        + "port, and whether a firewall is in between."
                )
            }
        } while poll(&entry, 1, Self.patienceMilliseconds) <= 0
    }

    private func wait(for events: Int32) throws -> Int16 {
        var entry = pollfd(fd: PQsocket(handle), events: Int16(events), revents: 0)
        while true {
            try activity.beat()
            let count = poll(&entry, 1, Self.patienceMilliseconds)
            if count > 0 { return entry.revents }
            if count < 0, errno != EINTR { throw connectionLost() }
        }
    }

    private func setLeastInput(_ count: Int32) {
        guard count != leastInput else { return }
        leastInput = count
        var count = count
        // Where the system cannot do it, waits end with the first byte.
        setsockopt(PQsocket(handle), SOL_SOCKET, SO_RCVLOWAT, &count, socklen_t(MemoryLayout<Int32>.size))
    }

    /// Asks the server to stop the statement; without an answer the closed connection does the same a bit later.
    private func stopStatement() {
        guard let cancel = PQgetCancel(handle) else { return }
        defer { PQfreeCancel(cancel) }
        var message = [CChar](repeating: 0, count: 256)
        _ = PQcancel(cancel, &message, Int32(message.count))
    }
}
