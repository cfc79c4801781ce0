import Synchronization

/// The series of a metric that were made, by what tells them apart, so that their labels are written once.
final class SeriesTable<Key: Hashable & Sendable, Series: Sendable>: Sendable {
    private let made = Mutex<[Key: Series]>([:])
    private let make: @Sendable (Key) -> Series

    init(_ make: @escaping @Sendable (Key) -> Series) { self.make = make }

    subscript(key: Key) -> Series {
        made.withLock { made in
            if let series = made[key] { return series }
            let series = make(key)
            made[key] = series
            return series
        }
    }
}
