import Glibc

/// Why a server cannot listen at its address.
package struct ListeningError: Error, CustomStringConvertible {
    /// The system's number of the failure, such as `EADDRINUSE`.
    package let systemCode: Int32

    /// The system's words, such as `Address already in use`.
    package var description: String { String(cString: strerror(systemCode)) }
}
