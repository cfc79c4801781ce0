import Glibc
import Synchronization

/// A pipe whose only use is to end a `poll`.
///
/// A late wake after the closing does nothing, instead of writing to a descriptor that is another's by then.
final class WakePipe: Sendable {
    let readEnd: Int32
    private let writeEnd: Mutex<Int32?>

    init(_ ends: PipeEnds) {
        readEnd = ends.read
        writeEnd = Mutex(ends.write)
    }

    func wake() {
        writeEnd.withLock { end in
            if let end { _ = write(end, "!", 1) }
        }
    }

    func closeBoth() {
        writeEnd.withLock { end in
            guard let open = end else { return }
            close(open)
            close(readEnd)
            end = nil
        }
    }
}
