import StatesLanguage

extension TaskFailure {
    /// The failure of a transfer, where the other side said nothing that is clearer.
    ///
    /// - Parameters:
    ///   - place: the other side in words, such as `The SFTP server files.example:22`.
    ///   - family: the beginning of the error's name, `Files` or `HTTP`.
    init(_ error: CurlError, place: String, family: String = "Files") {
        let lowered = error.message.prefix(1).lowercased() + error.message.dropFirst()
        switch error.code {
        case .peerRefused where error.message.contains("SSL"), .tlsHandshakeFailed, .certificateFileUnreadable:
            self.init(
                error: ErrorName("\(family).ConnectionFailed"),
                cause:
                    "\(place) could not be trusted: \(lowered). Check the address, or name its certificate authority by "
                    + "the option ca_file."
            )
        case .timedOut where error.wasConnected:
            self.init(
                error: ErrorName("\(family).ConnectionLost"),
                cause: "\(place) went silent: \(lowered). Run again; if it happens again, ask whoever keeps the server."
            )
        case _ where error.isUnreachable:
            self.init(
                error: ErrorName("\(family).ConnectionFailed"),
                cause:
                    "\(place) cannot be reached: \(lowered). Check the host and port of the connection's URL, and the network."
            )
        case _ where error.isBrokenConnection:
            self.init(
                error: ErrorName("\(family).ConnectionLost"),
                cause: "The connection was lost: \(place) broke off (\(lowered)). Run again."
            )
        default:
            self.init(error: ErrorName("\(family).Failed"), cause: "\(place) could not do it: \(lowered).")
        }
    }
}
