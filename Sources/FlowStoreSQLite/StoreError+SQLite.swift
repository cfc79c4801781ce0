import FlowDiagnostics
import FlowStore
import GRDB

extension StoreError {
    /// What an error of the database or of what it holds means to those who use the store.
    init(_ error: any Error) {
        switch error {
        case let error as StoreError: self = error
        case let error as DatabaseError: self.init(error, "The store")
        case let error as Diagnostic: self.init(.damaged, "The store holds what can't be read. \(error.message)")
        default: self.init(.unavailable, "The store does not answer: \(error).")
        }
    }

    /// The same, where the file was being opened.
    init(opening path: String, _ error: any Error) {
        switch error {
        case let error as StoreError: self = error
        case let error as DatabaseError: self.init(error, "The store \(path)")
        default: self.init(error)
        }
    }

    private init(_ error: DatabaseError, _ subject: String) {
        switch error.resultCode {
        case .SQLITE_FULL: self.init(.full, "\(subject) can't be written: the disk is full.")
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            self.init(.locked, "\(subject) is locked by another process.")
        case .SQLITE_NOTADB: self.init(.damaged, "\(subject) is not a database.")
        case .SQLITE_CORRUPT:
            self.init(.damaged, "\(subject) is damaged: \(error.message ?? "its pages contradict each other").")
        case .SQLITE_CANTOPEN:
            self.init(.unavailable, "\(subject) can't be opened: is its folder there, and may it be written?")
        case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
            self.init(.unavailable, "\(subject) may not be written.")
        default: self.init(.unavailable, "\(subject) does not answer: \(error.message ?? "\(error.resultCode)").")
        }
    }
}
