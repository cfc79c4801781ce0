import FlowTasks
import Glibc
import StatesLanguage
import Synchronization

/// The folder of an engine in which each attempt has a directory of its own.
final class ScratchFolder: Sendable {
    let path: String
    private let lastNumber = Atomic<Int>(0)

    /// Makes a folder of a new name.
    init(below root: String) throws {
        var template = Array("\(root)/flow-task-XXXXXX".utf8CString)
        let made = template.withUnsafeMutableBufferPointer { buffer -> String? in
            guard let start = buffer.baseAddress, mkdtemp(start) != nil else { return nil }
            return String(cString: start)
        }
        guard let made else {
            throw TaskFailure(
                error: "Task.NoScratchDirectory",
                cause: "No folder for temporary files can be made in \(root): \(String(cString: strerror(errno)))."
            )
        }
        path = made
    }

    /// The directory of an attempt; it is made when its handler asks for it.
    func directory() -> ScratchDirectory {
        ScratchDirectory("\(path)/\(lastNumber.add(1, ordering: .relaxed).newValue)")
    }

    /// Removes the directory of an attempt, where there is one, with all that is in it.
    func remove(_ directory: ScratchDirectory) async {
        guard let path = directory.madePath else { return }
        await remove(path)
    }

    /// Removes the whole folder.
    func remove() async { await remove(path) }

    /// Deep trees are removed on a thread of their own.
    private func remove(_ directory: String) async {
        if rmdir(directory) == 0 { return }
        await removeTree(directory)
    }

    private func removeTree(_ directory: String) async {
        await withCheckedContinuation { continuation in
            startThread {
                Self.removeTree(at: directory)
                continuation.resume()
            } orFail: { _ in
                Self.removeTree(at: directory)
                continuation.resume()
            }
        }
    }

    /// Removes what can be removed; links are removed and not followed.
    private static func removeTree(at directory: String) {
        chmod(directory, 0o700)
        if let entries = opendir(directory) {
            while let entry = readdir(entries) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
                    tuple.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                if name == "." || name == ".." { continue }
                let path = "\(directory)/\(name)"
                if unlink(path) != 0 { removeTree(at: path) }
            }
            closedir(entries)
        }
        rmdir(directory)
    }
}
