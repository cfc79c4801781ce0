import FlowJSON
import FlowMachine
import FlowStore
import GRDB

/// Reads pages of histories, whose events lie in rows of a few.
enum EventPages {
    /// The most events of a row.
    static let eventsPerRow = 64

    /// Events in order, from the one with the id `first` on.
    static func events(
        of execution: Int64,
        from first: Int,
        limit: Int,
        in db: Database
    ) throws -> [HistoryEvent] {
        guard limit > 0 else { return [] }
        let keys = (first: RowKey.ofEvent(0, execution), last: RowKey.ofEvent(.max, execution))
        // The row that holds the first event begins at it, or before.
        let sql = """
            SELECT events FROM history WHERE key >= coalesce(
                (SELECT max(key) FROM history WHERE key BETWEEN ? AND ?), ?) AND key <= ? ORDER BY key
            """
        let start = RowKey.ofEvent(first, execution)
        let rows = try String.fetchCursor(
            db.cachedStatement(sql: sql),
            arguments: [keys.first, start, start, keys.last]
        )
        var events: [HistoryEvent] = []
        while events.count < limit, let text = try rows.next() {
            for event in try read(text) where event.id >= first && events.count < limit { events.append(event) }
        }
        return events
    }

    /// Events backwards, from the one with the id `last` on.
    static func events(
        of execution: Int64,
        backwardsFrom last: Int,
        limit: Int,
        in db: Database
    ) throws -> [HistoryEvent] {
        guard limit > 0 else { return [] }
        let sql = "SELECT events FROM history WHERE key BETWEEN ? AND ? ORDER BY key DESC"
        let rows = try String.fetchCursor(
            db.cachedStatement(sql: sql),
            arguments: [RowKey.ofEvent(0, execution), RowKey.ofEvent(last, execution)]
        )
        var events: [HistoryEvent] = []
        while events.count < limit, let text = try rows.next() {
            for event in try read(text).reversed() where event.id <= last && events.count < limit {
                events.append(event)
            }
        }
        return events
    }

    private static func read(_ text: String) throws -> [HistoryEvent] {
        try (JSON(stored: text).arrayValue ?? []).map { try HistoryEvent(stored: $0) }
    }
}
