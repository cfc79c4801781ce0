import Synchronization

/// Lets one caller at a time do something for a key; the others wait in line.
///
/// A caller that is cancelled waits on: what it waits for takes as long as a commit.
final class KeyedLock: Sendable {
    /// Those who wait, the longest waiting first, by the keys that somebody has.
    private let lines = Mutex<[String: ArraySlice<CheckedContinuation<Void, Never>>]>([:])

    /// Does something while nobody else does something for the key.
    func withLock<Value>(_ key: String, _ body: () async throws -> Value) async throws -> Value {
        await take(key)
        defer { leave(key) }
        return try await body()
    }

    private func take(_ key: String) async {
        await withCheckedContinuation { continuation in
            let isFree = lines.withLock { lines in
                if lines[key] == nil {
                    lines[key] = []
                    return true
                }
                lines[key]?.append(continuation)
                return false
            }
            if isFree { continuation.resume() }
        }
    }

    /// Hands the key to the next in line.
    private func leave(_ key: String) {
        let next = lines.withLock { lines in
            let next = lines[key]?.popFirst()
            if next == nil { lines[key] = nil }
            return next
        }
        next?.resume()
    }
}
