import FlowTasks
import StatesLanguage

/// Reads an object in order, and goes on after a broken connection; when one connection is slow, by several.
struct S3Reader {
    let client: S3Client
    let key: String
    let selection: S3Selection
    private(set) var position: Int64
    /// The object's version; the rest of another one would be no part of it.
    private var tag: String?
    private var sizeInBytes: Int64?
    private var speed = StreamSpeed()
    private var hasBegun = false

    /// The bytes that came first are not wanted.
    private struct Elsewhere: Error {
        /// `nil` where no bytes are wanted.
        var offset: Int64?
    }

    private static let attempts = 5

    init(client: S3Client, key: String, selection: S3Selection = S3Selection(), position: Int64) {
        self.client = client
        self.key = key
        self.selection = selection
        self.position = position
    }

    /// Gives the bytes from the position on.
    ///
    /// - Parameter begin: takes the first answer, and tells from where on the bytes are wanted; `nil` for none of them.
    mutating func read(
        _ cancellation: Cancellation,
        begin: (HTTPAnswer) throws -> Int64?,
        _ consume: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        var attempt = 1
        while true {
            let before = position
            do {
                try readStream(cancellation, begin, consume)
                return
            } catch let elsewhere as Elsewhere {
                guard let offset = elsewhere.offset else { return }
                position = offset
            } catch is StreamSpeed.IsSlow {
                guard let sizeInBytes, let tag else { continue }
                let segments = S3Segments(
                    client: client,
                    key: key,
                    selection: selection,
                    tag: tag,
                    range: position..<sizeInBytes
                )
                return try segments.read(cancellation, consume)
            } catch let error as CurlError {
                attempt = BrokenStream.attempt(after: attempt, bytes: position - before)
                guard error.isBrokenConnection, attempt < Self.attempts else { throw error }
                try client.pool.withClient {
                    try $0.pause(milliseconds: S3Client.wait(afterAttempt: attempt), cancellation)
                }
            } catch let refusal as S3Refusal where refusal.code == "InvalidRange" && position > 0 {
                // A range that begins at the end of the object.
                return
            } catch let refusal as S3Refusal where refusal.status == 412 {
                throw S3Reader.changed(client, key)
            }
        }
    }

    static func changed(_ client: S3Client, _ key: String) -> TaskFailure {
        .connectionLost("The file \"\(key)\" in \(client.place) was changed while it was read. Run again.")
    }

    /// Gives the bytes from the position on.
    mutating func read(_ cancellation: Cancellation, _ consume: (UnsafeRawBufferPointer) throws -> Void) throws {
        let position = position
        try read(cancellation, begin: { _ in position }, consume)
    }

    private mutating func readStream(
        _ cancellation: Cancellation,
        _ begin: (HTTPAnswer) throws -> Int64?,
        _ consume: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        var headers = selection.headers
        if position > 0 { headers.append(("range", "bytes=\(position)-")) }
        if let tag { headers.append(("if-match", tag)) }
        let start = position
        var reached = position
        var (tag, size, speed, hasBegun) = (tag, sizeInBytes, speed, hasBegun)
        defer {
            position = reached
            (self.tag, sizeInBytes, self.speed, self.hasBegun) = (tag, size, speed, hasBegun)
        }
        func hear(_ answer: HTTPAnswer) throws {
            guard !hasBegun else { return }
            hasBegun = true
            tag = answer.headers["etag"]
            size = answer.headers["content-length"].flatMap { Int64($0) }.map { $0 + start }
            let offset = try begin(answer)
            if offset != start { throw Elsewhere(offset: offset) }
        }
        let request = S3Client.Request(method: "GET", key: key, query: selection.query, headers: headers)
        let answer = try client.send(request, cancellation) { answer, bytes in
            try hear(answer)
            try speed.watch(bytes.count, left: (size ?? reached) - reached) { try consume(bytes) }
            reached += Int64(bytes.count)
            if speed.isSlow { throw StreamSpeed.IsSlow() }
        }
        // An object without bytes.
        try hear(answer)
    }
}

/// Tells once, after the first second of a long stream, whether more connections would make it faster.
struct StreamSpeed {
    struct IsSlow: Error {}
    private(set) var isSlow = false
    private var isJudged = false
    private var bytes = 0
    private var consuming: Duration = .zero
    private var start: ContinuousClock.Instant?

    private static let fastBytesPerSecond = 120.0 * 1_000_000
    private static let leastBytesLeft: Int64 = 32 << 20

    mutating func watch(_ count: Int, left: Int64, _ consume: () throws -> Void) rethrows {
        isSlow = false
        guard !isJudged else { return try consume() }
        let before = ContinuousClock.now
        let start = self.start ?? before
        self.start = start
        try consume()
        let after = ContinuousClock.now
        bytes += count
        // The time that the other end of the copy takes says nothing about this one.
        consuming += after - before
        let waiting = (after - start - consuming) / .seconds(1)
        guard waiting > 0.7 else { return }
        isJudged = true
        isSlow = left > Self.leastBytesLeft && Double(bytes) / waiting < Self.fastBytesPerSecond
    }
}
