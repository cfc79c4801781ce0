import FlowTasks
import Glibc
import StatesLanguage

/// Writes the bytes of a growing file, so that the last synchronising finds little left to do.
///
/// The first of them stay in the system's cache, where the next task finds them, and begin their way to the disk at once.
/// Later ones go to the disk without that copy where the file system can: it costs a quarter of the processor's time, and a
/// large file then pushes nothing else out of the cache.
final class FileWriter {
    /// What direct writes ask of addresses, places and sizes.
    private static let alignment = 4096
    private static let strideInBytes: Int64 = 8 << 20

    private let file: OpenFile
    private let cachedBytes: Int64
    private var position: Int64
    /// Up to where the way to the disk has begun.
    private var begun: Int64
    private var canBeDirect = true
    /// Whether the file is set to direct writes.
    private var isDirect: Bool

    /// Writes after the bytes that a file has already.
    ///
    /// - Parameter cachedBytes: how many of a file's first bytes stay in the cache.
    init(_ file: OpenFile, position: Int64, cachedBytes: Int64 = 32 << 20) {
        self.file = file
        self.position = position
        self.cachedBytes = cachedBytes
        begun = position
        isDirect = file.isDirect
    }

    func write(_ bytes: UnsafeRawBufferPointer) throws(TaskFailure) {
        let wantsDirect = isFitForDirect(bytes)
        if wantsDirect != isDirect, file.setDirect(wantsDirect) { isDirect = wantsDirect }
        try file.writeAll(bytes, isDirect: &isDirect)
        position += Int64(bytes.count)
        if isDirect {
            begun = position
            return
        }
        // The file system has refused it.
        if wantsDirect { canBeDirect = false }
        guard position - begun >= Self.strideInBytes else { return }
        file.beginWriteBack(from: begun, count: position - begun)
        begun = position
    }

    /// Makes all bytes last a loss of power.
    func finish() throws(TaskFailure) { try file.synchronize() }

    private func isFitForDirect(_ bytes: UnsafeRawBufferPointer) -> Bool {
        canBeDirect && position >= cachedBytes && position % Int64(Self.alignment) == 0
            && bytes.count % Self.alignment == 0 && Int(bitPattern: bytes.baseAddress) % Self.alignment == 0
    }
}
