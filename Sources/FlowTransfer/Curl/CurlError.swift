import CCurl

/// A transfer that libcurl could not do.
struct CurlError: Error, CustomStringConvertible {
    /// Which kind of fault it is: libcurl's `CURLE_…` numbers.
    struct Code: Hashable, Sendable {
        var number: UInt32

        static let couldNotResolveProxy = Code(number: 5)
        static let couldNotResolveHost = Code(number: 6)
        static let couldNotConnect = Code(number: 7)
        static let accessDenied = Code(number: 9)
        static let partialFile = Code(number: 18)
        static let quoteFailed = Code(number: 21)
        static let outOfMemory = Code(number: 27)
        static let timedOut = Code(number: 28)
        static let tlsHandshakeFailed = Code(number: 35)
        static let tooManyRedirects = Code(number: 47)
        static let nothingAnswered = Code(number: 52)
        static let sendFailed = Code(number: 55)
        static let receiveFailed = Code(number: 56)
        static let peerRefused = Code(number: 60)
        static let badResume = Code(number: 36)
        static let loginDenied = Code(number: 67)
        static let remoteDiskFull = Code(number: 70)
        static let remoteFileExists = Code(number: 73)
        static let certificateFileUnreadable = Code(number: 77)
        static let remoteFileNotFound = Code(number: 78)
        static let sshFailed = Code(number: 79)
        static let againLater = Code(number: 81)
        static let keyExchangeFailed = Code(number: 2)
    }

    /// Which kind of fault it is.
    var code: Code
    /// libcurl's own words, without a full stop.
    var message: String
    /// Whether a connection stood when it happened.
    var wasConnected: Bool

    init(_ code: CURLcode, details: String = "", wasConnected: Bool = false) {
        self.code = Code(number: code.rawValue)
        message = details.isEmpty ? String(cString: curl_easy_strerror(code)) : details
        while message.hasSuffix(".") || message.hasSuffix("\n") { message.removeLast() }
        self.wasConnected = wasConnected
    }

    var description: String { "libcurl \(code.number): \(message)" }

    /// Whether the other side could not be reached at all.
    var isUnreachable: Bool {
        switch code {
        case .couldNotResolveHost, .couldNotResolveProxy, .couldNotConnect, .tlsHandshakeFailed: true
        case .timedOut: !wasConnected
        default: false
        }
    }

    /// Whether the connection broke, so that the same again may succeed.
    var isBrokenConnection: Bool {
        switch code {
        case .partialFile, .nothingAnswered, .sendFailed, .receiveFailed, .againLater: true
        case .timedOut, .sshFailed: wasConnected
        default: false
        }
    }
}
